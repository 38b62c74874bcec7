package org.posthorn.domain.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.Mailboxes;
import org.posthorn.domain.mailbox.SpecialUse;
import org.posthorn.wire.imap.ModifiedUtf7;

/// The mailboxes of an account on another server, as LIST, LSUB and NAMESPACE tell them.
final class ImapFolders {

  /// One mailbox.
  ///
  /// @param name as the server wants to hear it
  record Folder(String name, MailboxPath path, @Nullable SpecialUse use) {}

  private final ImapSession session;
  private final @Nullable MailboxPath into;
  private final Findings findings;

  /// What the names of one's own begin with, such as `INBOX.`.
  private String prefix = "";

  /// What those of others begin with.
  private final List<String> others = new ArrayList<>();

  ImapFolders(ImapSession session, @Nullable MailboxPath into, Findings findings)
      throws IOException {
    this.session = session;
    this.into = into;
    this.findings = findings;
    if (session.has("NAMESPACE")) readNamespaces();
  }

  // RFC 2342 §5: personal, other users', shared; each NIL or a list of (prefix delimiter).
  private void readNamespaces() throws IOException {
    for (var response : session.all("NAMESPACE", "NAMESPACE")) {
      if (!response.isUntagged("NAMESPACE") || response.items().size() < 3) continue;
      var own = prefixes(response.items().getFirst());
      if (!own.isEmpty()) prefix = own.getFirst();
      others.addAll(prefixes(response.items().get(1)));
      others.addAll(prefixes(response.items().get(2)));
    }
    others.removeIf(String::isEmpty);
  }

  private static List<String> prefixes(ImapItem namespaces) {
    return namespaces.items().stream()
        .filter(each -> !each.items().isEmpty())
        .map(each -> each.items().getFirst().text())
        .toList();
  }

  List<Folder> all() throws IOException {
    // RFC 6154 §3: some servers tell what mailboxes are for only when asked.
    boolean isAsked = session.has("SPECIAL-USE") && session.has("LIST-EXTENDED");
    var command = isAsked ? "LIST \"\" \"*\" RETURN (SPECIAL-USE)" : "LIST \"\" \"*\"";
    var folders = new ArrayList<Folder>();
    for (var response : session.all("LIST", command)) {
      if (!response.isUntagged("LIST") || response.items().size() < 3) continue;
      var folder = folder(response.items());
      if (folder == null) continue;
      if (folders.size() == Mailboxes.MAX_MAILBOXES)
        findings.fault(Printable.of(folder.name()), Findings.TOO_MANY_MAILBOXES);
      else if (folder.path().equals(MailboxPath.INBOX)) folders.addFirst(folder);
      else folders.add(folder);
    }
    return folders;
  }

  private @Nullable Folder folder(List<ImapItem> items) {
    var name = items.get(2).text();
    var attributes = items.getFirst().items().stream().map(ImapItem::text).toList();
    if (attributes.stream().anyMatch(ImapFolders::hasNoMessages)) return null;
    if (others.stream().anyMatch(name::startsWith)) return null;
    var path = ImapSession.isQuotable(name) ? path(name, items.get(1).text()) : null;
    if (path == null) {
      findings.fault(Printable.of(name), Findings.NO_MAILBOX_NAME);
      return null;
    }
    if (attributes.stream().anyMatch(each -> each.equalsIgnoreCase("\\All")))
      findings.note(Printable.of(name), "it is \\All: what is in it may be elsewhere, too");
    SpecialUse use = null;
    for (var attribute : attributes)
      if (use == null && attribute.startsWith("\\")) use = SpecialUse.of(attribute.substring(1));
    return new Folder(name, path, use);
  }

  private static boolean hasNoMessages(String attribute) {
    return attribute.equalsIgnoreCase("\\Noselect") || attribute.equalsIgnoreCase("\\NonExistent");
  }

  List<MailboxPath> subscribed() throws IOException {
    var paths = new ArrayList<MailboxPath>();
    for (var response : session.all("LSUB", "LSUB \"\" \"*\"")) {
      if (!response.isUntagged("LSUB") || response.items().size() < 3) continue;
      var name = response.items().get(2).text();
      if (others.stream().anyMatch(name::startsWith)) continue;
      var path = path(name, response.items().get(1).text());
      if (path != null && paths.size() < Mailboxes.MAX_MAILBOXES) paths.add(path);
    }
    return paths;
  }

  /// The mailbox that a name means here; null if there is none.
  private @Nullable MailboxPath path(String name, String delimiter) {
    var own = name;
    if (!prefix.isEmpty() && name.startsWith(prefix) && name.length() > prefix.length())
      own = name.substring(prefix.length());
    var octets = own.getBytes(ISO_8859_1);
    var decoded = ModifiedUtf7.decode(octets);
    // COMPAT: some servers send names in UTF-8 as they are.
    var text = decoded == null ? new String(octets, UTF_8) : decoded;
    if (!delimiter.isEmpty() && !delimiter.equals("/"))
      text = text.replace('/', '_').replace(delimiter, "/");
    try {
      var path = new MailboxPath(text);
      return into == null ? path : new MailboxPath(into.text() + "/" + path.text());
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
