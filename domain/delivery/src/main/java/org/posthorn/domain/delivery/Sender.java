package org.posthorn.domain.delivery;

import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.wire.smtp.ReversePath;

/// Who hands a message in: that decides where he may send to.
///
/// @param path the reverse-path that he gives
/// @param account who has logged in, and may write to everybody; null: anybody, and only our own
///   recipients are taken
public record Sender(ReversePath path, @Nullable Account account) {

  public static Sender stranger(ReversePath path) {
    return new Sender(path, null);
  }

  boolean isStranger() {
    return account == null;
  }
}
