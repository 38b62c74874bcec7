package org.posthorn.wire.mailauth;

/// Ends an evaluation from wherever it is: the topmost check returns the error (RFC 7208 §4.6, §5).
final class SpfFault extends Exception {

  final SpfResult result;
  final String problem;

  private SpfFault(SpfResult result, String problem) {
    super(problem);
    this.result = result;
    this.problem = problem;
  }

  static SpfFault permanent(String problem) {
    return new SpfFault(SpfResult.PERMERROR, problem);
  }

  static SpfFault temporary(String problem) {
    return new SpfFault(SpfResult.TEMPERROR, problem);
  }

  /// Records come from strangers; a stack trace would only say that the evaluation was called.
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
