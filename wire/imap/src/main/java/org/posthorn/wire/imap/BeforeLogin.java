package org.posthorn.wire.imap;

import org.jspecify.annotations.Nullable;

/// RFC 9051 §6.2, client commands in the not authenticated state.
public sealed interface BeforeLogin extends ImapCommand {

  /// RFC 9051 §6.2.1
  record StartTls() implements BeforeLogin {
    @Override
    public String name() {
      return "STARTTLS";
    }
  }

  /// RFC 9051 §6.2.2, with the initial response of RFC 4959. The mechanism is in upper case.
  record Authenticate(String mechanism, SaslLine.@Nullable Response initialResponse)
      implements BeforeLogin {
    @Override
    public String name() {
      return "AUTHENTICATE";
    }
  }

  /// RFC 9051 §6.2.3
  record Login(String user, String password) implements BeforeLogin {
    @Override
    public String name() {
      return "LOGIN";
    }

    /// Without the password: this may reach a log.
    @Override
    public String toString() {
      return "Login[user=" + user + "]";
    }
  }
}
