package org.posthorn.platform.storage;

/// Hears what [Storage#check] finds, while it runs, on the thread that called it.
public interface CheckListener {

  /// `done` of `total` steps of one database or pack are through.
  void progress(String part, long done, long total);

  /// Something is not as it was written. `what` is a sentence for the operator.
  void problem(String part, String what);
}
