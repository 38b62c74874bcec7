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
/// @param renews whether the time counts from now also when it is remembered already
public record Memory(MailAccount account, String key, Instant expires, boolean renews) {

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
  private static final String EXPIRE =
      "DELETE FROM filter_memory WHERE account_id = ? AND expires_ms <= ?";
  private static final String LIMIT =
      """
      DELETE FROM filter_memory WHERE account_id = ? AND expires_ms <=
        (SELECT expires_ms FROM filter_memory WHERE account_id = ? ORDER BY expires_ms DESC LIMIT 1 OFFSET ?)
      """;

  /// Remembers it, in a transaction of the account's partition.
  public void write(Transaction tx, Instant now) throws SQLException {
    long id = account.id();
    Sql.update(tx, EXPIRE, id, now);
    if (!renews && expires(tx, id, key, now) != null) return;
    Sql.update(tx, PUT, id, key, expires);
    Sql.update(tx, LIMIT, id, id, FilterLimits.MAX_MEMORIES);
  }
}
