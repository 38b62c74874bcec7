package org.posthorn.domain.mailbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.platform.storage.BlobId;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// Finds the conversation of a new message: two messages belong together when they name a common
/// message id and have the same base subject (RFC 8621 §3). A message never changes its thread
/// later.
final class ThreadKeys {

  /// How many of the ids that a message names are looked at: its own, and the latest others.
  static final int MAX_REFERENCES = 50;

  private static final String FIND =
      "SELECT thread_id FROM thread_key WHERE account_id = ? AND hash = ?";
  private static final String INSERT =
      """
      INSERT INTO thread_key (account_id, hash, thread_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
      """;
  private static final String FORGET =
      """
      DELETE FROM thread_key WHERE thread_id = ? AND account_id = ?
      AND NOT EXISTS (SELECT 1 FROM email WHERE email.thread_id = ? AND email.account_id = ?)
      """;

  private ThreadKeys() {}

  /// The thread of a message. A new one is named after its first message's blob: those ids rise, so
  /// the new rows of the indexes on threads lie together and a commit writes fewer pages.
  static ThreadId assign(Transaction tx, long account, NewEmail email, BlobId blob)
      throws SQLException {
    var thread = blob.value();
    var missing = new ArrayList<Long>();
    var found = false;
    for (var reference : latest(email.references())) {
      var hash = hash(reference, email.baseSubject());
      var known = Sql.first(tx, row -> row.getLong(1), FIND, account, hash);
      if (known == null) missing.add(hash);
      else if (!found) {
        thread = known;
        found = true;
      }
    }
    for (var hash : missing) Sql.update(tx, INSERT, account, hash, thread);
    return new ThreadId(thread);
  }

  /// Removes the keys of a thread that has no message left.
  static void forget(Transaction tx, long account, long thread) throws SQLException {
    Sql.update(tx, FORGET, thread, account, thread, account);
  }

  private static List<String> latest(List<String> references) {
    if (references.size() <= MAX_REFERENCES) return references;
    var latest = new ArrayList<String>();
    latest.add(references.getFirst());
    latest.addAll(references.subList(references.size() - MAX_REFERENCES + 1, references.size()));
    return latest;
  }

  /// 63 bits of SHA-256, so that nobody can join another's conversation by a made collision.
  private static long hash(String id, String subject) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      sha.update(id.getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
      sha.update(subject.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(sha.digest()).getLong() & Long.MAX_VALUE;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
