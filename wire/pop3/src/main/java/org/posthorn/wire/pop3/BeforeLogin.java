package org.posthorn.wire.pop3;

import org.jspecify.annotations.Nullable;
import org.posthorn.wire.sasl.Octets;
import org.posthorn.wire.sasl.Secret;

/// Commands of the AUTHORIZATION state (RFC 1939 §4).
public sealed interface BeforeLogin extends Pop3Command {

  /// RFC 1939 §7.
  record User(String name) implements BeforeLogin {
    @Override
    public String keyword() {
      return "USER";
    }
  }

  /// RFC 1939 §7. All that follows the keyword is the password, blanks included.
  record Pass(Secret password) implements BeforeLogin {
    @Override
    public String keyword() {
      return "PASS";
    }
  }

  /// RFC 1939 §7; name and digest are of no use here.
  record Apop() implements BeforeLogin {
    @Override
    public String keyword() {
      return "APOP";
    }
  }

  /// RFC 5034 §4.
  ///
  /// @param mechanism in upper case
  /// @param initialResponse absent when there was none, which differs from the empty one
  record Auth(String mechanism, @Nullable Octets initialResponse) implements BeforeLogin {
    @Override
    public String keyword() {
      return "AUTH";
    }
  }

  /// COMPAT(Outlook, old mail programs; 2026-11): AUTH without a mechanism asks which there are.
  record AuthMechanisms() implements BeforeLogin {
    @Override
    public String keyword() {
      return "AUTH";
    }
  }

  /// RFC 2595 §4.
  record Stls() implements BeforeLogin {
    @Override
    public String keyword() {
      return "STLS";
    }
  }

  /// RFC 6856 §2.1.
  record Utf8() implements BeforeLogin {
    @Override
    public String keyword() {
      return "UTF8";
    }
  }
}
