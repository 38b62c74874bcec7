package org.posthorn.domain.search;

/// The emails that have a token, each with the [Fields] that have it: an email's number in its
/// segment in the upper bits of a `long`, the fields in the lower eight; ascending.
///
/// Written as the difference to the number before, with a bit that says whether the fields are
/// others than those before, which then follow; most tokens are in bodies only and take an octet
/// each time.
final class Postings {

  private static final int FIELD_BITS = 8;
  private static final int FIELD_MASK = 0xff;

  private Postings() {}

  static long of(int email, int fields) {
    return ((long) email << FIELD_BITS) | fields;
  }

  static int email(long posting) {
    return (int) (posting >>> FIELD_BITS);
  }

  static int fields(long posting) {
    return (int) (posting & FIELD_MASK);
  }

  static void write(long[] postings, int from, int to, Octets target) {
    int email = -1;
    int fields = Fields.BODY;
    for (int i = from; i < to; i++) {
      int next = email(postings[i]);
      int nextFields = fields(postings[i]);
      int changed = nextFields == fields ? 0 : 1;
      target.writeNumber(((long) (next - email - 1) << 1) | changed);
      if (changed != 0) target.writeByte(nextFields);
      email = next;
      fields = nextFields;
    }
  }

  /// Reads what `write` wrote.
  static final class Cursor {
    private final byte[] bytes;
    private final int end;
    private final int emails;
    private int at;
    private int email = -1;
    private int fields = Fields.BODY;

    /// @param emails of the segment
    Cursor(Page page, int token, int emails) {
      this.bytes = page.postings();
      this.at = page.postingsStart(token);
      this.end = page.postingsStart(token + 1);
      this.emails = emails;
    }

    /// False at the end.
    boolean next() {
      if (at >= end) return false;
      int number = 0;
      int octet;
      int shift = 0;
      do {
        if (at >= end || shift > 28) throw new IndexDamaged("an email's number");
        octet = bytes[at++];
        number |= (octet & 0x7f) << shift;
        shift += 7;
      } while (octet < 0);
      email += (number >>> 1) + 1;
      if (email < 0 || email >= emails) throw new IndexDamaged("an email's number");
      if ((number & 1) != 0) {
        if (at >= end) throw new IndexDamaged("an email's fields");
        fields = bytes[at++] & FIELD_MASK;
      }
      return true;
    }

    int email() {
      return email;
    }

    int fields() {
      return fields;
    }
  }
}
