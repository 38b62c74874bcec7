package org.posthorn.domain.mailbox;

import java.util.Arrays;
import org.posthorn.wire.mail.LineRendition.Headers;

/// Those messages of a mailbox that cannot go as they are where only lines of text go, as they were
/// when they were asked for; packed (30 octets a message), and few. Belongs to one session.
public final class OddMail {

  static final long UNKNOWN = -1;

  private static final byte EIGHT_BIT_HEADER = 1;
  private static final byte BINARY = 2;

  private int[] uids = {};
  private byte[] kinds = {};

  /// Octets as sent, for either form of headers; [#UNKNOWN] until somebody asks.
  private long[] ascii = {};

  private long[] utf8 = {};
  private int size;

  OddMail() {}

  /// One message.
  record Entry(int uid, boolean eightBitHeader, boolean binary, long ascii, long utf8) {}

  /// UIDs ascend.
  void add(Entry entry) {
    if (size == uids.length) {
      int room = Math.max(8, size * 2);
      uids = Arrays.copyOf(uids, room);
      kinds = Arrays.copyOf(kinds, room);
      ascii = Arrays.copyOf(ascii, room);
      utf8 = Arrays.copyOf(utf8, room);
    }
    uids[size] = entry.uid;
    kinds[size] =
        (byte) ((entry.eightBitHeader ? EIGHT_BIT_HEADER : 0) | (entry.binary ? BINARY : 0));
    ascii[size] = entry.ascii;
    utf8[size++] = entry.utf8;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /// The place of a message; less than zero for one that goes as it is.
  int indexOf(int uid) {
    return Arrays.binarySearch(uids, 0, size, uid);
  }

  /// Whether a message has to be written anew, and not just its line ends.
  boolean isRewritten(int index, Headers headers) {
    return (kinds[index] & BINARY) != 0
        || (headers == Headers.ASCII && (kinds[index] & EIGHT_BIT_HEADER) != 0);
  }

  long octets(int index, Headers headers) {
    return headers == Headers.ASCII ? ascii[index] : utf8[index];
  }

  void measured(int index, Headers headers, long octets) {
    if (headers == Headers.ASCII) ascii[index] = octets;
    else utf8[index] = octets;
  }
}
