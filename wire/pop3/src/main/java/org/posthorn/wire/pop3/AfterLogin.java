package org.posthorn.wire.pop3;

import org.jspecify.annotations.Nullable;

/// Commands of the TRANSACTION state (RFC 1939 §5 and §7). Message numbers are those of the client,
/// from 1, and may be of no message.
public sealed interface AfterLogin extends Pop3Command {

  record Stat() implements AfterLogin {
    @Override
    public String keyword() {
      return "STAT";
    }
  }

  /// Asks for sizes.
  ///
  /// @param message absent for all
  record ListSizes(@Nullable Integer message) implements AfterLogin {
    @Override
    public String keyword() {
      return "LIST";
    }
  }

  /// Asks for unique-ids.
  ///
  /// @param message absent for all
  record Uidl(@Nullable Integer message) implements AfterLogin {
    @Override
    public String keyword() {
      return "UIDL";
    }
  }

  record Retr(int message) implements AfterLogin {
    @Override
    public String keyword() {
      return "RETR";
    }
  }

  /// Asks for the header and a part of the body.
  ///
  /// @param lines of the body
  record Top(int message, int lines) implements AfterLogin {
    @Override
    public String keyword() {
      return "TOP";
    }
  }

  record Dele(int message) implements AfterLogin {
    @Override
    public String keyword() {
      return "DELE";
    }
  }

  record Noop() implements AfterLogin {
    @Override
    public String keyword() {
      return "NOOP";
    }
  }

  record Rset() implements AfterLogin {
    @Override
    public String keyword() {
      return "RSET";
    }
  }
}
