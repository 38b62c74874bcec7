package org.posthorn.wire.pop3;

import org.jspecify.annotations.Nullable;

/// Commands of the AUTHORIZATION and the TRANSACTION state.
public sealed interface InAnyState extends Pop3Command {

  /// RFC 2449 §5.
  record Capa() implements InAnyState {
    @Override
    public String keyword() {
      return "CAPA";
    }
  }

  /// RFC 1939 §4 and §6: what is deleted by it depends on the state.
  record Quit() implements InAnyState {
    @Override
    public String keyword() {
      return "QUIT";
    }
  }

  /// RFC 6856 §3.
  ///
  /// @param range a language range (RFC 4647 §2.1) or `*`; absent to ask which there are
  record Lang(@Nullable String range) implements InAnyState {
    @Override
    public String keyword() {
      return "LANG";
    }
  }
}
