package org.posthorn.app;

/// An administrative request was not carried out. The message says why and, where that is not
/// plain, what to do.
final class AdminRefused extends Exception {
  AdminRefused(String message) {
    super(message);
  }
}
