package org.posthorn.servers.pop3;

import org.posthorn.servers.pop3.SessionState.Anonymous;
import org.posthorn.wire.pop3.BeforeLogin;
import org.posthorn.wire.pop3.Reply;
import org.posthorn.wire.sasl.Credentials;
import org.posthorn.wire.sasl.Prepared;

/// PASS (RFC 1939 §7): right after USER, once.
final class PassCommand {

  private PassCommand() {}

  static Reply run(Pop3Session session, Anonymous anonymous, BeforeLogin.Pass command) {
    if (!session.connection().isPrivate()) return Replies.TLS_NEEDED;
    var user = anonymous.user();
    if (user == null) return Replies.USER_FIRST;
    session.become(new Anonymous(null));
    // RFC 6856 §2.2. What no name can be is nobody's, at the same cost.
    var name = Prepared.name(user);
    var credentials = new Credentials(null, name == null ? "" : name, command.password());
    return Admission.check(session, credentials);
  }
}
