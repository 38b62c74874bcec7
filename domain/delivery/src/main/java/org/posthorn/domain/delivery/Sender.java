package org.posthorn.domain.delivery;

import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.wire.smtp.ReversePath;

/// Who hands a message in: that decides where he may send to.
///
/// @param path the reverse-path that he gives
/// @param account who has logged in; null when nobody has
/// @param reach where he may send to
public record Sender(ReversePath path, @Nullable Account account, Reach reach) {

  /// Where somebody may send to.
  public enum Reach {
    /// Only our own recipients are taken.
    OUR_DOMAINS,
    EVERYWHERE
  }

  /// Anybody.
  public static Sender stranger(ReversePath path) {
    return new Sender(path, null, Reach.OUR_DOMAINS);
  }

  /// Somebody who has logged in.
  public static Sender user(ReversePath path, Account account) {
    return new Sender(path, account, Reach.EVERYWHERE);
  }

  /// A machine in a network that mail is sent on for without a login.
  public static Sender ofNetwork(ReversePath path) {
    return new Sender(path, null, Reach.EVERYWHERE);
  }

  /// This server itself, with what nobody answers.
  public static Sender ofServer() {
    return new Sender(new ReversePath.Null(), null, Reach.EVERYWHERE);
  }

  boolean isStranger() {
    return reach == Reach.OUR_DOMAINS;
  }
}
