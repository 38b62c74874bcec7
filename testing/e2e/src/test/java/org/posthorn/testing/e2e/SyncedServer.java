package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.posthorn.testing.testkit.ImapClient;
import org.posthorn.testing.testkit.ImapItem;

/// An account's mailboxes on the server, as those that programs keep in step. Used by one thread.
record SyncedServer(int port, String user, String password) {
  private static final Map<String, String> LETTERS =
      Map.of(
          "\\Draft",
          "D",
          "\\Flagged",
          "F",
          "\\Answered",
          "R",
          "\\Seen",
          "S",
          "\\Deleted",
          "T",
          "\\Recent",
          "");

  /// Something to do by IMAP.
  interface Use<T> {
    T with(ImapClient imap) throws IOException;
  }

  private <T> T logged(Use<T> use) throws IOException {
    try (var imap = ImapClient.connect(port)) {
      imap.login(user, password);
      var result = use.with(imap);
      imap.logout();
      return result;
    }
  }

  private static List<String> mailboxes(ImapClient imap) throws IOException {
    return imap.ok("LIST \"\" *").named("LIST").map(list -> list.items().getLast().text()).toList();
  }

  /// Every mailbox with its messages by their subjects.
  Map<String, Map<String, SyncedMail>> view() throws IOException {
    return logged(imap -> {
      var view = new TreeMap<String, Map<String, SyncedMail>>();
      for (var mailbox : mailboxes(imap)) view.put(mailbox, mails(imap, mailbox));
      return view;
    });
  }

  private static Map<String, SyncedMail> mails(ImapClient imap, String mailbox) throws IOException {
    var mails = new TreeMap<String, SyncedMail>();
    imap.ok("EXAMINE \"" + mailbox + "\"");
    for (var fetch : imap.ok("UID FETCH 1:* (FLAGS BODY.PEEK[])").named("FETCH").toList()) {
      var data = fetch.fetched();
      var mail = SyncedMail.of(text(data, "BODY[]"), letters(data));
      if (mails.put(mail.subject(), mail) != null)
        throw new AssertionError(mail.subject() + " is in " + mailbox + " twice");
    }
    return mails;
  }

  private static String text(Map<String, ImapItem> data, String item) {
    var value = data.get(item);
    if (value == null) throw new AssertionError("no " + item + " in " + data);
    return value.text();
  }

  private static String letters(Map<String, ImapItem> data) {
    var flags = data.get("FLAGS");
    if (flags == null) throw new AssertionError("no FLAGS in " + data);
    return flags.items().stream()
        .map(flag -> LETTERS.getOrDefault(flag.text(), flag.text()))
        .collect(Collectors.joining());
  }

  /// What changes in any mailbox when anything does in it.
  List<String> status() throws IOException {
    return logged(imap -> {
      var items = " (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ)";
      var lines = new ArrayList<String>();
      for (var mailbox : mailboxes(imap))
        imap.ok("STATUS \"" + mailbox + "\"" + items)
            .named("STATUS")
            .forEach(status -> lines.add(status.items().toString()));
      return lines;
    });
  }

  /// Makes a mailbox with these messages in it.
  void create(String mailbox, List<SyncedMail> mails) throws IOException {
    logged(imap -> {
      var quoted = "\"" + mailbox + "\"";
      imap.ok("CREATE " + quoted);
      for (var mail : mails) imap.append(quoted, "", mail.text().getBytes(UTF_8)).ok();
      return mails;
    });
  }

  /// Changes messages that are found by their subjects.
  ///
  /// @param change as STORE takes it: `+FLAGS (\Seen)`
  void store(String mailbox, List<String> subjects, String change) throws IOException {
    logged(imap -> {
      imap.ok("SELECT \"" + mailbox + "\"");
      imap.ok("UID STORE " + uids(imap, subjects) + " " + change);
      return imap.ok("EXPUNGE");
    });
  }

  private static String uids(ImapClient imap, List<String> subjects) throws IOException {
    var uids = new TreeMap<String, String>();
    for (var fetch : imap.ok("UID FETCH 1:* (UID ENVELOPE)").named("FETCH").toList()) {
      var envelope = fetch.fetched().get("ENVELOPE");
      if (envelope == null) throw new AssertionError("no ENVELOPE");
      uids.put(envelope.items().get(1).text(), text(fetch.fetched(), "UID"));
    }
    return subjects.stream()
        .map(subject -> uids.getOrDefault(subject, "missing"))
        .collect(Collectors.joining(","));
  }
}
