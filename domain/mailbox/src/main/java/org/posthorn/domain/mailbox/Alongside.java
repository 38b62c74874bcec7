package org.posthorn.domain.mailbox;

import java.sql.SQLException;
import java.util.List;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Transaction;

/// What is written in the same transaction as new messages: what leaves for elsewhere, and what is
/// told about it.
public interface Alongside {

  /// Whose transaction it shares. Messages for other partitions are stored before.
  PartitionId partition();

  /// What is on disk before the transaction begins, for [Transaction#keep].
  List<PreparedBlob> blobs();

  /// May run more than once, like all work of a transaction.
  ///
  /// @param placed what became of the messages, as [Messages#storeGroups] returns it
  void write(Transaction tx, List<List<Placed>> placed) throws SQLException;
}
