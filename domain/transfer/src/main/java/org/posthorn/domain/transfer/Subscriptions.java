package org.posthorn.domain.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.Mailboxes;

/// Which mailboxes a Maildir's user has subscribed to: Dovecot's `subscriptions` (versions 1 and 2)
/// and Courier's `courierimapsubscribed`.
final class Subscriptions {
  private static final String SECOND_VERSION = "V\t2";
  private static final List<String> FILES = List.of("subscriptions", "courierimapsubscribed");

  private Subscriptions() {}

  static List<MailboxPath> read(Path root, Findings findings) {
    var paths = new ArrayList<MailboxPath>();
    for (var name : FILES) {
      var file = root.resolve(name);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) read(paths, file, findings);
    }
    return paths;
  }

  private static void read(List<MailboxPath> paths, Path file, Findings findings) {
    try (var lines = Lines.of(file)) {
      boolean levelsByTab = false;
      for (var line = lines.next(); line != null; line = lines.next()) {
        if (line.equals(SECOND_VERSION)) levelsByTab = true;
        else if (!line.isBlank() && paths.size() < Mailboxes.MAX_MAILBOXES)
          add(paths, levelsByTab ? line.replace('\t', '.') : line, file, findings);
      }
    } catch (IOException e) {
      findings.fault(file, e);
    }
  }

  private static void add(List<MailboxPath> paths, String line, Path file, Findings findings) {
    // Courier names everything below the INBOX, which is where Maildir++ keeps it.
    var dotted = line.startsWith("INBOX.") ? line.substring("INBOX.".length()) : line;
    var path = MaildirFolder.path(dotted);
    if (path == null) findings.note(file, "a line is no name of a mailbox");
    else paths.add(path);
  }
}
