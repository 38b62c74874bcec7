package org.posthorn.platform.storage;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What is done inside a transaction.
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
  T run(Transaction tx) throws SQLException;
}
