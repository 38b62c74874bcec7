package org.posthorn.servers.pop3;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.posthorn.wire.sasl.Mechanism;

/// What CAPA tells in each state (RFC 2449 §5): nothing that would then be refused, and in both
/// states what does not depend on them.
final class Capabilities {

  private static final List<String> ALWAYS =
      List.of(
          "TOP",
          "UIDL",
          "RESP-CODES",
          // RFC 3206 §6
          "AUTH-RESP-CODE",
          "PIPELINING",
          // Nothing is deleted from an INBOX but by its owner (RFC 2449 §6.7). There is no
          // LOGIN-DELAY: people may log in as often as they like.
          "EXPIRE NEVER",
          // RFC 6856 §2 and §3
          "UTF8 USER",
          "LANG");

  private Capabilities() {}

  static List<String> of(Pop3Session session) {
    var all = new ArrayList<>(ALWAYS);
    boolean anonymous = session.state() instanceof SessionState.Anonymous;
    // RFC 2595 §4: in the AUTHORIZATION state only.
    if (anonymous && session.connection().canStartTls()) all.add("STLS");
    if (session.connection().isPrivate()) all.add("USER");
    all.add("SASL " + String.join(" ", mechanisms(session)));
    all.add("IMPLEMENTATION " + session.services().config().software());
    return all;
  }

  static List<String> mechanisms(Pop3Session session) {
    return session.services().logins().offered(session.channel()).stream()
        .map(Mechanism::wireName)
        .collect(Collectors.toList());
  }
}
