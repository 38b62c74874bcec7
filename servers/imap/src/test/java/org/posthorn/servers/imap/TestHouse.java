package org.posthorn.servers.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountSettings;
import org.posthorn.domain.directory.Quota;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.Role;
import org.posthorn.domain.directory.SharedMailbox.Seen;
import org.posthorn.domain.directory.SharedMailboxes.Content;
import org.posthorn.domain.directory.SharedMailboxes.Content.Wanted;
import org.posthorn.domain.filters.EventDispatch;
import org.posthorn.domain.filters.Filtered;
import org.posthorn.domain.filters.Filters;
import org.posthorn.domain.filters.MailboxEvents;
import org.posthorn.domain.search.IndexLimits;
import org.posthorn.domain.search.SearchIndex;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.testing.serverkit.ServerHouse;

/// A house with an IMAP server, whose configuration may change between connections.
final class TestHouse extends ServerHouse {

  static final ImapConfig CONFIG = ImapConfig.of("mail.example.test");

  private final SearchIndex index;
  private final Filters filters;

  TestHouse(Path folder) {
    super(folder, SearchIndex.SCHEMA, Filters.SCHEMA);
    index = new SearchIndex(mail(), storage()::partition, IndexLimits.DEFAULTS);
    var place =
        new Filters.Place(
            storage()::partition,
            mail(),
            directory(),
            address("x").domain(),
            ZoneOffset.UTC,
            clock(),
            RANDOM,
            directory()::maySendAs);
    filters = new Filters(place);
    open("imap", server(CONFIG));
  }

  /// From now on scripts of mailboxes run; romeo has this one. What they send goes nowhere.
  void script(ImapConfig config, String name, String text) {
    var put = filters.scripts().put(mailAccount("romeo"), name, text.getBytes(UTF_8));
    if (!put.inWords().equals("done")) throw new IllegalArgumentException(put.inWords());
    var events = new MailboxEvents(filters, new Nowhere(), storage()::spool);
    serveWith(server(config).running(events, "sieve://mail.example.test"));
  }

  private static final class Nowhere implements EventDispatch {
    @Override
    public boolean redirect(Redirect redirect) {
      return true;
    }

    @Override
    public void answer(Account owner, Filtered.Answer answer) {}
  }

  private ImapServer server(ImapConfig config) {
    return new ImapServer(config, directory(), mail(), index, storage()::spool, clock(), RANDOM);
  }

  /// For connections from now on ten seconds pass whenever somebody looks at the clock.
  void hurry() {
    var looks = new AtomicLong();
    serveWith(
        new ImapServer(
            CONFIG,
            directory(),
            mail(),
            index,
            storage()::spool,
            () -> NOW.plusSeconds(10 * looks.incrementAndGet()),
            RANDOM));
  }

  /// For connections from now on.
  void configure(ImapConfig config) {
    serveWith(server(config));
  }

  /// Empties both accounts and takes their limits away.
  void reset() {
    for (var name : PEOPLE) quota(name, Quota.NONE);
    empty();
    configure(CONFIG);
  }

  /// Makes the shared mailbox `info`, if there is none, with both accounts as members.
  void share(String seen, String rightsOfJuliet) {
    var rights = Objects.requireNonNull(Rights.parse(rightsOfJuliet));
    var members =
        List.of(
            new Wanted(address("romeo"), Rights.ALL, true),
            new Wanted(address("juliet"), rights, false));
    var content = new Content(Seen.valueOf(seen.toUpperCase(Locale.ROOT)), members);
    var settings = new AccountSettings("Info", true, new Quota(1_000_000, 0), Set.of());
    directory().shared().add(TESTER, address("info"), settings, content);
    directory().shared().change(TESTER, address("info"), _ -> content);
    empty("info");
  }

  /// From now on nobody but Romeo is a member of `info`.
  void dismissJuliet() {
    var members = List.of(new Wanted(address("romeo"), Rights.ALL, true));
    var content = new Content(Seen.SHARED, members);
    directory().shared().change(TESTER, address("info"), _ -> content);
  }

  void quota(String name, Quota quota) {
    directory()
        .accounts()
        .change(TESTER, account(name).id(), settings -> settings.withQuota(quota));
  }

  void makeAdministrator(String name) {
    directory()
        .accounts()
        .change(TESTER, account(name).id(), settings -> settings.withRoles(Set.of(Role.ADMIN)));
  }

  /// From now on no message waits to be indexed.
  void indexAll() {
    index.indexAll(new PartitionId(1));
  }
}
