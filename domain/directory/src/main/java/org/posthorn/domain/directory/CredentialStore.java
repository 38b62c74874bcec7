package org.posthorn.domain.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.sasl.ScramHash;
import org.posthorn.wire.sasl.ScramKeys;

/// The rows of credentials, one per account. The caller owns the transaction.
final class CredentialStore {

  private CredentialStore() {}

  /// What is stored to check a password by; nothing at all when none was set.
  ///
  /// @param password a text that [PasswordFormat] reads
  record Stored(@Nullable String password, @Nullable ScramKeys sha1, @Nullable ScramKeys sha256) {

    static final Stored NOTHING = new Stored(null, null, null);

    static Stored of(PasswordWork.Hashes hashes) {
      return new Stored(hashes.argon2().text(), hashes.sha1(), hashes.sha256());
    }

    @Nullable ScramKeys keys(ScramHash hash) {
      return switch (hash) {
        case SHA_1 -> sha1;
        case SHA_256 -> sha256;
      };
    }

    /// What to check a plain password against: the hash, else the keys; null when neither is there
    /// or the hash is of no form that is known.
    @Nullable PasswordHash verifier() {
      if (password != null)
        return PasswordFormat.read(password) instanceof PasswordFormat.Read.Usable(var hash)
            ? hash
            : null;
      if (sha256 != null) return new PasswordHash.Scram(sha256);
      return sha1 == null ? null : new PasswordHash.Scram(sha1);
    }

    @Override
    public String toString() {
      return "(secret)";
    }
  }

  /// The row of an account.
  ///
  /// @param version rises with every new password, never with a better hash of the same one
  record Credential(long version, Stored stored) {}

  private static final String SELECT =
      """
      SELECT version, password, scram_sha_1, scram_sha_256 FROM credential WHERE account_id = ?
      """;

  static @Nullable Credential find(Transaction tx, AccountId account) {
    return tx.handle()
        .select(SELECT, account.value())
        .map((row, _) -> credential(row))
        .findOne()
        .orElse(null);
  }

  private static Credential credential(ResultSet row) throws SQLException {
    return new Credential(
        row.getLong("version"),
        new Stored(
            row.getString("password"),
            keys(ScramHash.SHA_1, row.getString("scram_sha_1")),
            keys(ScramHash.SHA_256, row.getString("scram_sha_256"))));
  }

  private static @Nullable ScramKeys keys(ScramHash hash, @Nullable String text) {
    return text == null ? null : PasswordFormat.scramKeys(hash, text);
  }

  private static @Nullable String text(@Nullable ScramKeys keys) {
    return keys == null
        ? null
        : "%d,%s,%s,%s"
            .formatted(
                keys.iterations(),
                keys.salt().toBase64(),
                keys.storedKey().toBase64(),
                keys.serverKey().toBase64());
  }

  private static final String REPLACE =
      """
      INSERT INTO credential (account_id, version, password, scram_sha_1, scram_sha_256, changed)
      VALUES (:account, 1, :password, :sha1, :sha256, :now)
      ON CONFLICT (account_id) DO UPDATE SET version = credential.version + 1,
        password = excluded.password, scram_sha_1 = excluded.scram_sha_1,
        scram_sha_256 = excluded.scram_sha_256, changed = excluded.changed
      """;

  /// A new password.
  static void replace(Transaction tx, AccountId account, Stored stored, Instant now) {
    tx.handle()
        .createUpdate(REPLACE)
        .bind("account", account.value())
        .bind("password", stored.password())
        .bind("sha1", text(stored.sha1()))
        .bind("sha256", text(stored.sha256()))
        .bind("now", now.toEpochMilli())
        .execute();
  }

  private static final String UPGRADE =
      """
      UPDATE credential SET password = :password, scram_sha_1 = :sha1, scram_sha_256 = :sha256
      WHERE account_id = :account AND version = :version
      """;

  /// A better form of the same password; does nothing when there is a new password meanwhile.
  static boolean upgrade(Transaction tx, AccountId account, long version, Stored stored) {
    return tx.handle()
            .createUpdate(UPGRADE)
            .bind("account", account.value())
            .bind("version", version)
            .bind("password", stored.password())
            .bind("sha1", text(stored.sha1()))
            .bind("sha256", text(stored.sha256()))
            .execute()
        == 1;
  }

  private static final String DELETE = "DELETE FROM credential WHERE account_id = ?";

  static void delete(Transaction tx, AccountId account) {
    tx.handle().execute(DELETE, account.value());
  }
}
