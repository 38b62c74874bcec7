package org.posthorn.wire.imap;

import java.util.List;

/// RFC 9051 §6.1, client commands in any state.
public sealed interface InAnyState extends ImapCommand {

  /// RFC 9051 §6.1.1
  record Capability() implements InAnyState {
    @Override
    public String name() {
      return "CAPABILITY";
    }
  }

  /// RFC 9051 §6.1.2
  record Noop() implements InAnyState {
    @Override
    public String name() {
      return "NOOP";
    }
  }

  /// RFC 9051 §6.1.3
  record Logout() implements InAnyState {
    @Override
    public String name() {
      return "LOGOUT";
    }
  }

  /// RFC 5255 §3.2: the languages that people would like to read, the best first; none to ask which
  /// there are.
  record Language(List<String> ranges) implements InAnyState {
    public Language {
      ranges = List.copyOf(ranges);
    }

    @Override
    public String name() {
      return "LANGUAGE";
    }
  }

  /// RFC 2971: what the client says of itself, in its order; empty for `NIL`.
  record Id(List<IdField> fields) implements InAnyState {
    public Id {
      fields = List.copyOf(fields);
    }

    @Override
    public String name() {
      return "ID";
    }
  }
}
