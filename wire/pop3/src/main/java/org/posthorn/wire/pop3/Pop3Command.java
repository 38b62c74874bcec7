package org.posthorn.wire.pop3;

/// What a client asks for. The branches are the states of RFC 1939 §3: what a command needs to be
/// allowed.
public sealed interface Pop3Command permits InAnyState, BeforeLogin, AfterLogin {

  /// The keyword, in upper case.
  String keyword();
}
