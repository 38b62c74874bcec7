package org.posthorn.domain.directory;

import java.util.Base64;
import org.posthorn.platform.storage.Transaction;

/// What the installation keeps for itself. The caller owns the transaction.
final class ValueStore {

  private ValueStore() {}

  private static final String INSERT =
      "INSERT INTO directory_value (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING";
  private static final String SELECT = "SELECT value FROM directory_value WHERE name = ?";

  /// The secret of this name; `fresh` becomes it when there is none yet. All nodes get the same.
  static byte[] secret(Transaction tx, String name, byte[] fresh) {
    tx.handle().execute(INSERT, name, Base64.getEncoder().encodeToString(fresh));
    return Base64.getDecoder().decode(tx.handle().select(SELECT, name).mapTo(String.class).one());
  }
}
