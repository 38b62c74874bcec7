package org.posthorn.domain.mailbox;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.BlobId;

/// What never changes about the messages of a mailbox: sizes, dates and ids, packed (60 octets a
/// message), UIDs ascending. Messages that are gone may still be here. Immutable, so that searches
/// share it.
public final class Facts {

  static final Facts NONE = new Facts(new int[0], new long[0]);

  /// Columns of a message: email, blob, size, received, sent, thread, saved.
  private static final int STRIDE = 7;

  private final int[] uids;
  private final long[] columns;

  private Facts(int[] uids, long[] columns) {
    this.uids = uids;
    this.columns = columns;
  }

  int size() {
    return uids.length;
  }

  /// The greatest UID here; 0 when there is none.
  int last() {
    return uids.length == 0 ? 0 : uids[uids.length - 1];
  }

  /// Octets that this takes in memory.
  int weight() {
    return 64 + (Integer.BYTES + STRIDE * Long.BYTES) * uids.length;
  }

  /// The message at `index` of a snapshot as far as [Detail#FACTS] goes; null if it is not here.
  public @Nullable MessageRow row(Snapshot snapshot, int index) {
    var uid = snapshot.uid(index);
    var here = Arrays.binarySearch(uids, uid);
    if (here < 0) return null;
    var at = here * STRIDE;
    return new MessageRow(
        uid,
        snapshot.flags(index),
        snapshot.modseq(index),
        new EmailId(columns[at]),
        new BlobId(columns[at + 1]),
        columns[at + 2],
        columns[at + 3],
        columns[at + 4],
        new ThreadId(columns[at + 5]),
        columns[at + 6],
        null,
        null);
  }

  /// Puts messages behind those that are here.
  static final class Builder {
    private int[] uids;
    private long[] columns;
    private int size;

    Builder(Facts start, int expected) {
      size = start.uids.length;
      uids = Arrays.copyOf(start.uids, size + Math.max(16, expected));
      columns = Arrays.copyOf(start.columns, uids.length * STRIDE);
    }

    /// @param row as with [Detail#FACTS]; its UID is greater than all before
    void add(MessageRow row) {
      if (size == uids.length) {
        uids = Arrays.copyOf(uids, size * 2);
        columns = Arrays.copyOf(columns, uids.length * STRIDE);
      }
      uids[size] = row.uid();
      var at = size++ * STRIDE;
      columns[at] = row.email().value();
      columns[at + 1] = row.blob().value();
      columns[at + 2] = row.size();
      columns[at + 3] = row.receivedMillis();
      columns[at + 4] = row.sentMillis();
      columns[at + 5] = row.thread().value();
      columns[at + 6] = row.savedMillis();
    }

    Facts build() {
      return new Facts(Arrays.copyOf(uids, size), Arrays.copyOf(columns, size * STRIDE));
    }
  }
}
