package org.posthorn.app;

/// Hears how far long work has come.
@FunctionalInterface
interface Progress {
  Progress SILENT = (_, _, _) -> {};

  /// Is told often; what it does with that should cost little.
  ///
  /// @param of 0 while the total is not known
  void at(long done, long of, String what);
}
