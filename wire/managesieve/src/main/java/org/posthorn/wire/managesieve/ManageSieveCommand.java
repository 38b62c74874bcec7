package org.posthorn.wire.managesieve;

import org.jspecify.annotations.Nullable;

/// A command, by the states in which it is allowed (RFC 5804 §4).
public sealed interface ManageSieveCommand {

  /// As it is written.
  String name();

  /// `command-any`
  sealed interface InAnyState extends ManageSieveCommand {}

  record Capability() implements InAnyState {
    @Override
    public String name() {
      return "CAPABILITY";
    }
  }

  record Logout() implements InAnyState {
    @Override
    public String name() {
      return "LOGOUT";
    }
  }

  /// Does nothing.
  ///
  /// @param tag comes back in the answer; null for none
  record Noop(@Nullable String tag) implements InAnyState {
    @Override
    public String name() {
      return "NOOP";
    }
  }

  /// `command-nonauth`
  sealed interface BeforeLogin extends ManageSieveCommand {}

  record StartTls() implements BeforeLogin {
    @Override
    public String name() {
      return "STARTTLS";
    }
  }

  /// Begins a login.
  ///
  /// @param initial the initial response in base64, null for none
  record Authenticate(String mechanism, @Nullable String initial) implements BeforeLogin {
    @Override
    public String name() {
      return "AUTHENTICATE";
    }
  }

  /// `command-auth`
  sealed interface AfterLogin extends ManageSieveCommand {}

  record HaveSpace(String script, long octets) implements AfterLogin {
    @Override
    public String name() {
      return "HAVESPACE";
    }
  }

  record PutScript(String script, Text content) implements AfterLogin {
    @Override
    public String name() {
      return "PUTSCRIPT";
    }
  }

  record CheckScript(Text content) implements AfterLogin {
    @Override
    public String name() {
      return "CHECKSCRIPT";
    }
  }

  record ListScripts() implements AfterLogin {
    @Override
    public String name() {
      return "LISTSCRIPTS";
    }
  }

  /// Makes a script the one that runs.
  ///
  /// @param script empty for none
  record SetActive(String script) implements AfterLogin {
    @Override
    public String name() {
      return "SETACTIVE";
    }
  }

  record GetScript(String script) implements AfterLogin {
    @Override
    public String name() {
      return "GETSCRIPT";
    }
  }

  record DeleteScript(String script) implements AfterLogin {
    @Override
    public String name() {
      return "DELETESCRIPT";
    }
  }

  record RenameScript(String from, String to) implements AfterLogin {
    @Override
    public String name() {
      return "RENAMESCRIPT";
    }
  }

  record Unauthenticate() implements AfterLogin {
    @Override
    public String name() {
      return "UNAUTHENTICATE";
    }
  }

  /// The octets of a string.
  final class Text {
    private final byte[] octets;

    /// @param octets nobody changes them afterwards
    Text(byte[] octets) {
      this.octets = octets;
    }

    /// Nobody changes them.
    public byte[] octets() {
      return octets;
    }
  }
}
