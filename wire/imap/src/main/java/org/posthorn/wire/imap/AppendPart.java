package org.posthorn.wire.imap;

/// What a message of an APPEND is made of (RFC 4469 §3).
public sealed interface AppendPart {

  record Text(Literal literal) implements AppendPart {}

  /// Octets of another message.
  record Url(String url) implements AppendPart {}
}
