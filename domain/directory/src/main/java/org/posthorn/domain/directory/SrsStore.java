package org.posthorn.domain.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.EmailAddress;

/// The rows of what rewritten senders need. The caller owns the transaction.
final class SrsStore {

  private SrsStore() {}

  private record Row(String secret, Instant created) {}

  private static final String SECRETS =
      "SELECT secret, created FROM srs_secret ORDER BY id DESC LIMIT ?";

  /// The newest secret, and those before it that were replaced after `replacedAfter`.
  static List<byte[]> secrets(Transaction tx, int most, Instant replacedAfter) {
    var rows =
        tx.handle()
            .select(SECRETS, most)
            .map((row, _) ->
                new Row(row.getString("secret"), Instant.ofEpochMilli(row.getLong("created"))))
            .list();
    var secrets = new ArrayList<byte[]>();
    Instant replaced = null;
    for (var row : rows) {
      if (replaced != null && replaced.isBefore(replacedAfter)) break;
      secrets.add(Base64.getDecoder().decode(row.secret));
      replaced = row.created;
    }
    return secrets;
  }

  private static final String ADD_SECRET =
      "INSERT INTO srs_secret (secret, created) VALUES (?, ?) RETURNING id";

  static long add(Transaction tx, byte[] secret, Instant now) {
    return tx.handle()
        .select(ADD_SECRET, Base64.getEncoder().encodeToString(secret), now.toEpochMilli())
        .mapTo(Long.class)
        .one();
  }

  private static final String FORGET_SECRETS =
      """
      DELETE FROM srs_secret WHERE id NOT IN (SELECT id FROM srs_secret ORDER BY id DESC LIMIT ?)
      """;

  /// Forgets all secrets but the newest ones.
  static void keepSecrets(Transaction tx, int most) {
    tx.handle().execute(FORGET_SECRETS, most);
  }

  private static final String KEEP =
      """
      INSERT INTO srs_sender (token, sender, used) VALUES (?, ?, ?)
      ON CONFLICT (token) DO UPDATE SET used = excluded.used
      """;
  private static final String FORGET_OLD = "DELETE FROM srs_sender WHERE used < ?";
  private static final String FORGET_EXCESS =
      "DELETE FROM srs_sender WHERE id <= (SELECT max(id) FROM srs_sender) - ?";

  static void keep(Transaction tx, String token, EmailAddress sender, Instant now) {
    tx.handle().execute(KEEP, token, sender.toString(), now.toEpochMilli());
  }

  /// Forgets senders that were not used since then and, of more than `most`, the oldest.
  static void forget(Transaction tx, Instant unusedSince, long most) {
    tx.handle().execute(FORGET_OLD, unusedSince.toEpochMilli());
    tx.handle().execute(FORGET_EXCESS, most);
  }

  private static final String KEPT = "SELECT sender FROM srs_sender WHERE token = ?";

  static @Nullable EmailAddress kept(Transaction tx, String token) {
    return tx.handle()
        .select(KEPT, token)
        .map((row, _) -> Rows.address(row.getString("sender")))
        .findOne()
        .orElse(null);
  }
}
