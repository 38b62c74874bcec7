package org.posthorn.domain.filters;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// One thing that an account's filters remember for a while: that somebody was answered (RFC 5230
/// §4.2), that a message was seen (RFC 7352), that the owner was told of a fault.
///
/// @param key a hash, so that nobody reads from the table who writes to whom
/// @param at when the filters were run
public record Memory(MailAccount account, String key, Instant at, Instant expires, Kept kept) {

  /// What was known when the filters were run.
  public enum Kept {
    /// Nothing, and what they decided rests on it: who finds it remembered meanwhile has to run
    /// them again.
    FIRST,
    /// Whatever was known, the time counts from now.
    ANEW
  }

  /// What kinds there are; part of the key.
  enum Kind {
    ANSWERED,
    SEEN,
    TOLD
  }

  /// Enough that nobody finds two with the same.
  private static final int KEY_OCTETS = 18;

  static String key(Kind kind, String... parts) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      sha.update(kind.name().getBytes(UTF_8));
      for (var part : parts) {
        sha.update((byte) 0);
        sha.update(part.getBytes(UTF_8));
      }
      var hash = java.util.Arrays.copyOf(sha.digest(), KEY_OCTETS);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static final String EXPIRES =
      "SELECT expires_ms FROM filter_memory WHERE account_id = ? AND key = ?";

  /// Until when it is remembered; null when it is not.
  static @Nullable Instant expires(Transaction tx, long account, String key, Instant now)
      throws SQLException {
    var found = Sql.first(tx, row -> Sql.time(row, "expires_ms"), EXPIRES, account, key);
    return found != null && found.isAfter(now) ? found : null;
  }

  private static final String PUT =
      """
      INSERT INTO filter_memory (account_id, key, expires_ms) VALUES (?, ?, ?)
      ON CONFLICT (account_id, key) DO UPDATE SET expires_ms = excluded.expires_ms
      """;

  /// Waits for those who write the same at this moment.
  private static final String PUT_FIRST =
      """
      INSERT INTO filter_memory (account_id, key, expires_ms) VALUES (?, ?, ?)
      ON CONFLICT (account_id, key) DO NOTHING
      """;

  private static final String EXPIRE =
      "DELETE FROM filter_memory WHERE account_id = ? AND expires_ms <= ?";
  private static final String LIMIT =
      """
      DELETE FROM filter_memory WHERE account_id = ? AND expires_ms <=
        (SELECT expires_ms FROM filter_memory WHERE account_id = ? ORDER BY expires_ms DESC LIMIT 1 OFFSET ?)
      """;

  /// Remembers it, in a transaction of the account's partition; false, and nothing is changed, when
  /// it was to be the first and is not.
  boolean put(Transaction tx) throws SQLException {
    long id = account.id();
    Sql.update(tx, EXPIRE, id, at);
    if (Sql.update(tx, kept == Kept.FIRST ? PUT_FIRST : PUT, id, key, expires) == 0) return false;
    Sql.update(tx, LIMIT, id, id, FilterLimits.MAX_MEMORIES);
    return true;
  }

  /// Remembers it in any case.
  public void write(Transaction tx) throws SQLException {
    if (!put(tx)) new Memory(account, key, at, expires, Kept.ANEW).put(tx);
  }

  /// The same, or ends the transaction when the filters have to be run again.
  ///
  /// @throws KnownMeanwhile it was to be the first and is not
  public void writeOrEnd(Transaction tx) throws SQLException {
    if (!put(tx)) throw new KnownMeanwhile();
  }

  private static final String FORGET =
      "DELETE FROM filter_memory WHERE account_id = ? AND key = ? AND expires_ms = ?";

  /// Takes it back.
  void forget(Transaction tx) throws SQLException {
    Sql.update(tx, FORGET, account.id(), key, expires);
  }

  /// Another delivery has done the same at the same time and was first: what these filters decided
  /// is out of date.
  public static final class KnownMeanwhile extends RuntimeException {
    private static final long serialVersionUID = 1;

    KnownMeanwhile() {
      super("another delivery was first");
    }
  }
}
