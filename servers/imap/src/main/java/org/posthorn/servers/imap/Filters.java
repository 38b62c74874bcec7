package org.posthorn.servers.imap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Metadata;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.servers.imap.SessionState.Login;
import org.posthorn.wire.imap.FilterName;
import org.posthorn.wire.imap.ImapLimits;
import org.posthorn.wire.imap.ImapSyntaxException;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;
import org.posthorn.wire.imap.SearchCriteria;
import org.posthorn.wire.imap.SearchKey;

/// Searches that are kept under a name (RFC 5466): their values are annotations of the server,
/// one's own before those that the administrator has set for everybody. Made for one command.
///
/// What a filter asks for is one search key, as if it stood in parentheses, so that `NOT` and `OR`
/// before it mean the whole of it.
final class Filters {

  static final String PRIVATE = "/private/filters/values/";
  static final String SHARED = "/shared/filters/values/";

  /// How often filters may stand for filters (§3.1 asks for 3). It ends loops, too.
  static final int MOST_PASSES = 3;

  private final ImapServices services;
  private final Login login;
  private final Map<FilterName, SearchKey> known = new HashMap<>();
  private @Nullable Map<String, byte[]> read;
  private int keys;

  private Filters(ImapServices services, Login login) {
    this.services = services;
    this.login = login;
  }

  /// The search without names.
  ///
  /// @throws CommandRejected for a filter that is not there, is no search, or leads to more filters
  ///   than [#MOST_PASSES] or to more keys than a search may have
  static SearchKey resolved(ImapServices services, Login login, SearchKey key)
      throws CommandRejected {
    if (!key.has(SearchKey.Filter.class::isInstance)) return key;
    return new Filters(services, login).resolved(key, 0);
  }

  private SearchKey resolved(SearchKey key, int passes) throws CommandRejected {
    return switch (key) {
      case SearchKey.Filter(var name) -> {
        if (passes == MOST_PASSES) throw undefined(name);
        yield resolved(value(name), passes + 1);
      }
      case SearchKey.And(var keys) -> new SearchKey.And(resolved(keys, passes));
      case SearchKey.Or(var keys) -> new SearchKey.Or(resolved(keys, passes));
      case SearchKey.Not(var inner) -> new SearchKey.Not(resolved(inner, passes));
      case SearchKey.Fuzzy(var inner) -> new SearchKey.Fuzzy(resolved(inner, passes));
      default -> {
        // Filters of filters multiply.
        if (++keys > ImapLimits.SEARCH_KEYS) throw new CommandRejected(Replies.TOO_MANY_KEYS);
        yield key;
      }
    };
  }

  private List<SearchKey> resolved(List<SearchKey> keys, int passes) throws CommandRejected {
    var resolved = new ArrayList<SearchKey>();
    for (var key : keys) resolved.add(resolved(key, passes));
    return resolved;
  }

  private SearchKey value(FilterName name) throws CommandRejected {
    var parsed = known.get(name);
    if (parsed != null) return parsed;
    var value = values().get(name.text());
    if (value == null) throw undefined(name);
    try {
      parsed = SearchCriteria.parse(value);
    } catch (ImapSyntaxException _) {
      // Only what was set before it was looked at, or by the administrator's own tools.
      throw undefined(name);
    }
    known.put(name, parsed);
    return parsed;
  }

  /// All values by the names of their filters, read once.
  private Map<String, byte[]> values() {
    var values = read;
    if (values != null) return values;
    values = new HashMap<>();
    for (var entry : services.directory().annotations().all().entrySet())
      if (entry.getKey().startsWith(SHARED))
        values.put(entry.getKey().substring(SHARED.length()), entry.getValue());
    var server = new Where(login.account(), Metadata.SERVER);
    for (var annotation : services.mail().metadata().all(server)) {
      var value = annotation.value();
      if (value != null && annotation.entry().startsWith(PRIVATE))
        values.put(annotation.entry().substring(PRIVATE.length()), value);
    }
    read = values;
    return values;
  }

  private static CommandRejected undefined(FilterName name) {
    var code = new ResponseCode.UndefinedFilter(name);
    return new CommandRejected(Reply.no(code, "There is no such filter"));
  }

  /// Refuses to keep what is no filter (§3.2).
  static void check(String entry, byte @Nullable [] value) throws CommandRejected {
    var lower = entry.toLowerCase(java.util.Locale.ROOT);
    for (var root : List.of(PRIVATE, SHARED)) {
      if (!lower.startsWith(root)) continue;
      if (!FilterName.isOne(lower.substring(root.length())))
        throw new CommandRejected(Replies.NOT_A_FILTER_NAME);
      if (value == null) return;
      try {
        SearchCriteria.parse(value);
      } catch (ImapSyntaxException e) {
        throw new CommandRejected(Reply.no(ResponseCode.Plain.CANNOT, e.reply().text()));
      }
    }
  }
}
