package org.posthorn.wire.imap;

import org.jspecify.annotations.Nullable;

/// A command that cannot be understood, with the reply that says so.
///
/// Almost always `BAD`; where an RFC wants a `NO` with a code for something that only the grammar
/// sees (`BADCHARSET`, `USEATTR`), that. Carries no stack: it is the client's fault.
public final class ImapSyntaxException extends Exception {

  private final transient @Nullable Tag tag;
  private final transient Reply reply;

  public ImapSyntaxException(@Nullable Tag tag, Reply reply) {
    super(reply.text(), null, false, false);
    this.tag = tag;
    this.reply = reply;
  }

  /// The command's tag; absent when the line does not even begin with one, and the reply goes out
  /// with `*`.
  public @Nullable Tag tag() {
    return tag;
  }

  public Reply reply() {
    return reply;
  }
}
