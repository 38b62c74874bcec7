package org.posthorn.servers.pop3;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.testing.serverkit.ServerHouse;

/// A house with a POP3 server, whose configuration may change between connections.
final class TestHouse extends ServerHouse {

  static final Pop3Config CONFIG = Pop3Config.of("mail.example.test");

  TestHouse(Path folder) {
    super(folder);
    open("pop3", server(CONFIG));
  }

  private Pop3Server server(Pop3Config config) {
    return new Pop3Server(config, directory(), mail(), clock(), RANDOM);
  }

  /// For connections from now on.
  void configure(Pop3Config config) {
    serveWith(server(config));
  }

  /// Empties both accounts.
  void reset() {
    empty();
    configure(CONFIG);
  }

  /// A time at which sessions that have been silent since are given up.
  void pass(Duration silence) {
    clock().move(silence);
  }

  /// Turns an account off, as an administrator does.
  void disable(String name) {
    directory()
        .accounts()
        .change(TESTER, account(name).id(), settings -> settings.withEnabled(false));
  }

  Where inbox(String name) {
    return new Where(mailAccount(name), mail().mailboxes().inbox(mailAccount(name)).id());
  }

  /// Deletes a message as another program does.
  void expunge(String name, int uid) {
    mail().messages().destroy(inbox(name), Uids.of(uid));
  }

  /// The UIDs in the INBOX, each with a star when it is seen.
  String state(String name) {
    var snapshot = Objects.requireNonNull(mail().messages().snapshot(inbox(name)));
    return IntStream.range(0, snapshot.size())
        .mapToObj(
            i -> snapshot.uid(i) + ((snapshot.flags(i) & SystemFlag.SEEN.bit()) == 0 ? "" : "*"))
        .collect(Collectors.joining(" "));
  }
}
