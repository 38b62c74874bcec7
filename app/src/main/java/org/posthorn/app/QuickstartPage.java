package org.posthorn.app;

import java.nio.file.Path;
import java.util.List;
import org.posthorn.app.AdminAnswer.Listening;
import org.posthorn.app.AdminAnswer.Status;
import org.posthorn.app.DirectoryAnswer.OneAccount;

/// The page that `quickstart` prints: who, where, and lines that work when they are pasted.
final class QuickstartPage {
  private static final String FIRST =
      """

      Posthorn is ready. It listens on this machine only; everything it keeps is in
      {data}.

        account                password
        {alice}  {alicePassword}   (administrator; also postmaster@ and abuse@)
        {bob}  {bobPassword}

      Nobody will show you these passwords again. To make a new one:
        {command} account change {bobAddress} --generate-password --data {data}

      A message from Bob to Alice, as a mail program sends it:
        printf 'From: {bobAddress}\\r\\nTo: {aliceAddress}\\r\\nSubject: Hello\\r\\n\\r\\nIt works.\\r\\n' | curl --silent --insecure \\
          --url smtps://127.0.0.1:{submissions} --user {bobAddress}:{bobPassword} \\
          --mail-from {bobAddress} --mail-rcpt {aliceAddress} --upload-file -

      And one from a stranger, as another server hands it in:
        swaks --server 127.0.0.1:{smtp} --from friend@example.net --to {aliceAddress} \\
          --header 'Subject: Hello' --body 'It works.'

      Alice's newest message:
        curl --silent --insecure --user {aliceAddress}:{alicePassword} 'imaps://127.0.0.1:{imaps}/INBOX;MAILINDEX=*'

      Alice's mailbox in a mail program (mutt asks once about the certificate, which is our own):
        mutt -f 'imaps://{aliceLogin}:{alicePassword}@127.0.0.1:{imaps}/INBOX'

      Or set up any other program: incoming IMAP 127.0.0.1 port {imaps} or POP3 port {pop3s} with TLS,
      outgoing SMTP 127.0.0.1 port {submissions} with TLS, the address as user name.

      """;
  private static final String AGAIN =
      """

      Posthorn is ready again, with what is in {data}.
      Who is there:                {command} account list --data {data}
      A new password for somebody: {command} account change ADDRESS --generate-password --data {data}

      """;
  private static final String END =
      """
      {listeners}
      More: {command} help. To change ports or anything else: {data}/posthorn.toml.
      To run it as a service later: {command} serve --config {data}/posthorn.toml
      To stop: Ctrl-C, or {command} stop --data {data}

      """;

  private final Status status;
  private final String data;
  private final String command;

  private QuickstartPage(Status status, Path data) {
    this.status = status;
    this.data = quoted(data.toString());
    this.command = quoted(Terminal.command());
  }

  static String first(Status status, Path data, List<OneAccount> accounts) {
    var page = new QuickstartPage(status, data);
    var alice = accounts.getFirst();
    var bob = accounts.getLast();
    var text =
        FIRST
            .replace("{aliceAddress}", alice.address())
            .replace("{bobAddress}", bob.address())
            .replace("{aliceLogin}", alice.address().replace("@", "%40"))
            .replace("{alice}", "%-21s".formatted(alice.address()))
            .replace("{bob}", "%-21s".formatted(bob.address()))
            .replace("{alicePassword}", String.valueOf(alice.password()))
            .replace("{bobPassword}", String.valueOf(bob.password()));
    return page.filled(text + END);
  }

  static String again(Status status, Path data) {
    return new QuickstartPage(status, data).filled(AGAIN + END);
  }

  private String filled(String template) {
    var text =
        template
            .replace("{data}", data)
            .replace("{command}", command)
            .replace("{listeners}", listeners());
    for (var listener : status.listeners())
      text = text.replace("{" + listener.name() + "}", String.valueOf(listener.port()));
    return text;
  }

  /// As a shell takes it for one word.
  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./~@%+=:,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  private String listeners() {
    var table = new Table("LISTENER", "ADDRESS", "PORT", "TLS");
    for (Listening one : status.listeners())
      table.row(one.name(), one.address(), one.port(), one.tls());
    return table.toString();
  }
}
