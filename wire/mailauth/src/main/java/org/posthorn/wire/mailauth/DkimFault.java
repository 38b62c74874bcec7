package org.posthorn.wire.mailauth;

/// Ends the work on one signature.
final class DkimFault extends Exception {

  final DkimReason reason;

  DkimFault(DkimReason reason) {
    super(reason.text());
    this.reason = reason;
  }

  /// Signatures come from strangers; a stack trace would only say that the verifier was called.
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
