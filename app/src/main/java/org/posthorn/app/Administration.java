package org.posthorn.app;

/// Whatever an administrator may do, for the command line of today and the consoles to come. One
/// implementation asks the running server through its socket, the other works on the store itself.
interface Administration extends AutoCloseable {

  /// Carries a request out; durable when it returns.
  ///
  /// @throws AdminRefused when it was not done, with the reason in words
  <R extends AdminAnswer> R ask(AdminRequest<R> request, Progress progress) throws AdminRefused;

  default <R extends AdminAnswer> R ask(AdminRequest<R> request) throws AdminRefused {
    return ask(request, Progress.SILENT);
  }

  @Override
  void close();
}
