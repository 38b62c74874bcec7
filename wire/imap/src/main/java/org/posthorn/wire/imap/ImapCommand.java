package org.posthorn.wire.imap;

/// What a client can ask for. The branches are the headings of RFC 9051 §6: the state that a
/// connection must be in.
public sealed interface ImapCommand permits InAnyState, BeforeLogin, AfterLogin, WithMailbox {

  /// As the client writes it, in upper case: `UID FETCH`.
  String name();

  /// Whether EXPUNGE and VANISHED responses may be sent while it runs: not during FETCH, STORE and
  /// SEARCH by sequence number, whose meaning would change (RFC 9051 §7.5.1).
  default boolean allowsExpunge() {
    return true;
  }
}
