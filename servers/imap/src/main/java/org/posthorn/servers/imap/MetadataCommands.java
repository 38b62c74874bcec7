package org.posthorn.servers.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.filters.MailboxEvents;
import org.posthorn.domain.mailbox.Annotation;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.MailboxOutcome;
import org.posthorn.domain.mailbox.Metadata;
import org.posthorn.domain.mailbox.MetadataOutcome;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.servers.imap.SessionState.Login;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.MailboxName;
import org.posthorn.wire.imap.MetadataEntry;
import org.posthorn.wire.imap.MetadataResponses;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;

/// GETMETADATA and SETMETADATA (RFC 5464 §4.2, §4.3), with the annotation that is a mailbox's
/// special use (RFC 6154 §4).
final class MetadataCommands {
  private static final String ADMIN = "/shared/admin";
  private static final String SPECIAL_USE = "/private/specialuse";

  /// RFC 5464 §3.3
  private static final Rights ANNOTATING =
      Rights.of(Right.READ, Right.SEEN, Right.WRITE, Right.INSERT, Right.POST);

  private MetadataCommands() {}

  static Reply run(ImapSession session, Known state, AfterLogin.GetMetadata command)
      throws IOException, CommandRejected {
    // With DEPTH one asks by the beginning of names, too.
    for (var entry : command.entries())
      if (!Annotation.isName(entry)) requireName(entry + "/x/x/x");
    var name = command.mailbox();
    var place = name == null ? null : annotated(session, state.login(), name);
    var all = all(session, state.login(), place);
    var told = new ArrayList<MetadataEntry>();
    long longest = 0;
    for (var entry : selected(all, command.entries(), command.depth())) {
      var value = entry.value();
      var most = command.maxSize();
      if (value != null && most != null && value.length > most)
        longest = Math.max(longest, value.length);
      else told.add(entry);
    }
    var wire = session.wire();
    MetadataResponses.values(wire.out(), command.mailbox(), told);
    wire.responseEnds();
    if (longest == 0) return Replies.completed(command.name());
    var code = new ResponseCode.Metadata("LONGENTRIES", longest);
    return Reply.ok(code, "GETMETADATA completed");
  }

  /// With its LIST response (RFC 9590 §3); nothing of a mailbox whose annotations he may not see.
  static void tell(ImapSession session, Login login, Place place, List<String> entries)
      throws IOException {
    if (!place.rights().hasAnyOf(ANNOTATING)) return;
    var told = selected(all(session, login, place), entries, 0);
    MetadataResponses.values(session.wire().out(), place.name(), told);
    session.wire().responseEnds();
  }

  /// Entries of the names that were asked for, `NIL` where there is none, and what is below them.
  private static List<MetadataEntry> selected(
      NavigableMap<String, byte[]> all, List<String> entries, long levels) {
    var selected = new TreeMap<String, MetadataEntry>();
    for (var asked : entries) {
      var name = asked.toLowerCase(Locale.ROOT);
      var value = all.get(name);
      if (value != null) selected.put(name, new MetadataEntry(name, value));
      else if (levels == 0) selected.put(name, MetadataEntry.nil(name));
      if (levels == 0) continue;
      var prefix = name + "/";
      for (var below : all.tailMap(prefix, false).entrySet()) {
        if (!below.getKey().startsWith(prefix)) break;
        long depth = below.getKey().substring(name.length()).chars().filter(c -> c == '/').count();
        if (depth <= levels)
          selected.put(below.getKey(), new MetadataEntry(below.getKey(), below.getValue()));
      }
    }
    return List.copyOf(selected.values());
  }

  private static NavigableMap<String, byte[]> all(
      ImapSession session, Login login, @Nullable Place place) {
    var all = new TreeMap<String, byte[]>();
    boolean own = isOwn(place);
    for (var annotation : session.services().mail().metadata().all(where(login, place))) {
      var value = annotation.value();
      if (value != null && (own || !annotation.isPrivate())) all.put(annotation.entry(), value);
    }
    if (place == null) {
      all.putAll(session.services().directory().annotations().all());
      all.put(ADMIN, ascii(administrator(login)));
    }
    for (var use : place == null || !own ? List.<String>of() : uses(place.mailbox()))
      all.put(SPECIAL_USE, ascii(use));
    return all;
  }

  /// RFC 5464 §3.3: whoever may do no more than look does not see them either.
  private static Place annotated(ImapSession session, Login login, MailboxName name)
      throws CommandRejected {
    var place = Names.required(session.services(), login, name, Right.LOOKUP);
    if (!place.rights().hasAnyOf(ANNOTATING)) throw new CommandRejected(Replies.NOT_ALLOWED);
    return place;
  }

  private static boolean isOwn(@Nullable Place place) {
    return place == null || place.household().isOwn();
  }

  private static List<String> uses(Mailbox mailbox) {
    return SpecialUses.of(mailbox).stream().map(use -> use.text()).toList();
  }

  /// Every hosted domain has a postmaster.
  private static String administrator(Login login) {
    return "mailto:postmaster" + login.name().substring(login.name().lastIndexOf('@'));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Where where(Login login, @Nullable Place place) {
    return place == null ? new Where(login.account(), Metadata.SERVER) : place.where();
  }

  private static void requireName(String entry) throws CommandRejected {
    if (!Annotation.isName(entry)) throw new CommandRejected(Replies.NOT_AN_ENTRY);
  }

  static Reply run(ImapSession session, Known state, AfterLogin.SetMetadata command)
      throws CommandRejected {
    var annotations = new ArrayList<Annotation>();
    for (var entry : command.entries()) {
      requireName(entry.name());
      var value = entry.value();
      annotations.add(
          value == null
              ? Annotation.removed(entry.name())
              : new Annotation(entry.name(), value, 0));
    }
    var login = state.login();
    var name = command.mailbox();
    var place = name == null ? null : annotated(session, login, name);
    if (place == null && annotations.stream().anyMatch(MetadataCommands::isForAll))
      return setForAll(session, login, annotations);
    for (var annotation : annotations) {
      if (place == null) Filters.check(annotation.entry(), annotation.value());
      if (!isOwn(place) && annotation.isPrivate()) return Replies.PRIVATE_AT_OTHERS;
      if (place == null || !annotation.entry().equals(SPECIAL_USE)) continue;
      // It is kept elsewhere, and all are set or none.
      return annotations.size() == 1
          ? use(session, login, place.mailbox(), annotation)
          : Replies.USE_ALONE;
    }
    if (place != null) place.requiring(Right.WRITE);
    var where = where(login, place);
    return switch (session.services().mail().metadata().set(where, annotations)) {
      case MetadataOutcome.Done _ -> {
        var events = session.services().events();
        if (events != null) events.changed(where.account());
        yield Replies.completed(command.name());
      }
      case MetadataOutcome.NoSuchMailbox _ -> Replies.NO_SUCH_MAILBOX;
      case MetadataOutcome.TooBig _ -> Replies.METADATA_TOO_BIG;
      case MetadataOutcome.TooMany _ -> Replies.METADATA_TOO_MANY;
    };
  }

  /// What the whole server has in common is the administrator's affair; which script runs for
  /// mailboxes that name none is their owner's (RFC 6785 §2.3.1).
  private static boolean isForAll(Annotation annotation) {
    return !annotation.isPrivate() && !isScript(annotation);
  }

  private static boolean isScript(Annotation annotation) {
    return annotation.entry().equals(MailboxEvents.ENTRY);
  }

  private static Reply setForAll(ImapSession session, Login login, List<Annotation> annotations)
      throws CommandRejected {
    var entries = new TreeMap<String, byte @Nullable []>();
    for (var annotation : annotations) {
      if (!login.administrator() || annotation.entry().equals(ADMIN)) return Replies.SERVER_ENTRY;
      if (!isForAll(annotation)) return Replies.SERVER_ENTRIES_ALONE;
      Filters.check(annotation.entry(), annotation.value());
      entries.put(annotation.entry(), annotation.value());
    }
    return switch (session.services().directory().annotations().set(entries)) {
      case DONE -> Replies.completed("SETMETADATA");
      case TOO_BIG -> Replies.METADATA_TOO_BIG;
      case TOO_MANY -> Replies.METADATA_TOO_MANY;
    };
  }

  private static Reply use(
      ImapSession session, Login login, Mailbox mailbox, Annotation annotation) {
    var value = annotation.value();
    org.posthorn.domain.mailbox.SpecialUse use = null;
    if (value != null) {
      var named =
          org.posthorn.wire.imap.SpecialUse.named(new String(value, StandardCharsets.ISO_8859_1));
      use = named == null ? null : SpecialUses.domain(named);
      if (use == null) return Replies.USE_UNKNOWN;
    }
    var mailboxes = session.services().mail().mailboxes();
    return switch (mailboxes.specialUse(login.account(), mailbox.path(), use)) {
      case MailboxOutcome.Done _ -> Replies.completed("SETMETADATA");
      case MailboxOutcome.UseTaken(var by) ->
          Reply.no(ResponseCode.Plain.USEATTR, "Another mailbox has that use: " + by.text());
      case MailboxOutcome refused -> CreateCommand.refusal(refused);
    };
  }
}
