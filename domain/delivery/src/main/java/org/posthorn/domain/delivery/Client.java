package org.posthorn.domain.delivery;

/// Who hands a message in: that decides where he may send to.
public enum Client {
  /// Anybody; only our own recipients are taken.
  ANYBODY,
  /// Somebody who has logged in; he may write to everybody.
  LOGGED_IN
}
