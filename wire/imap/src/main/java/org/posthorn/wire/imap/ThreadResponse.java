package org.posthorn.wire.imap;

/// A THREAD response (RFC 5256 §4), written as a walk through the threads. Belongs to one thread.
///
/// ```
/// thread-data    = "THREAD" [SP 1*thread-list]
/// thread-list    = "(" (thread-members / thread-nested) ")"
/// thread-members = nz-number *(SP nz-number) [SP thread-nested]
/// thread-nested  = 2*thread-list
/// ```
public final class ThreadResponse {

  private final ResponseWriter out;
  private boolean spaceFirst = true;

  public ThreadResponse(ResponseWriter out) {
    this.out = out;
    out.raw("* THREAD");
  }

  /// A thread begins, or one of several branches.
  public void open() {
    if (spaceFirst) out.space();
    out.raw('(');
    spaceFirst = false;
  }

  public void close() {
    out.raw(')');
    spaceFirst = false;
  }

  public void message(long number) {
    if (spaceFirst) out.space();
    out.number(number);
    spaceFirst = true;
  }

  public void end() {
    out.crlf();
  }
}
