package org.posthorn.domain.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// What a segment is: its emails in order of their ids, which of them are in it only in part, and
/// for each page its first token and its [Trigrams]. Layout: version, the emails' ids as
/// differences, twice the difference plus one for one that is there in part; the pages. Immutable.
final class Directory {

  private static final int VERSION = 1;

  private final long[] emails;
  private final BitSet partial;
  private final List<String> firsts;
  private final byte[] trigrams;

  Directory(long[] emails, BitSet partial, List<String> firsts, byte[] trigrams) {
    this.emails = emails;
    this.partial = partial;
    this.firsts = List.copyOf(firsts);
    this.trigrams = trigrams;
  }

  byte[] encode() {
    var out = new Octets(4 * emails.length + trigrams.length + 16 * firsts.size() + 16);
    out.writeByte(VERSION);
    out.writeNumber(emails.length);
    long before = 0;
    for (int i = 0; i < emails.length; i++) {
      out.writeNumber(((emails[i] - before) << 1) | (partial.get(i) ? 1 : 0));
      before = emails[i];
    }
    out.writeNumber(firsts.size());
    for (var first : firsts) {
      var octets = first.getBytes(ISO_8859_1);
      out.writeNumber(octets.length);
      out.write(octets, 0, octets.length);
    }
    out.write(trigrams, 0, trigrams.length);
    return out.toBytes();
  }

  static Directory decode(byte[] octets) {
    var in = new Octets.Reader(octets);
    if (in.readByte() != VERSION) throw new IndexDamaged("another version");
    var emails = new long[in.readCount()];
    var partial = new BitSet();
    long before = 0;
    for (int i = 0; i < emails.length; i++) {
      long number = in.readNumber();
      partial.set(i, (number & 1) != 0);
      before += number >>> 1;
      emails[i] = before;
    }
    var firsts = new String[in.readCount()];
    for (int i = 0; i < firsts.length; i++)
      firsts[i] = new String(in.readBytes(in.readCount()), ISO_8859_1);
    var trigrams = in.readBytes(firsts.length * Trigrams.OCTETS);
    return new Directory(emails, partial, List.of(firsts), trigrams);
  }

  /// How many emails there are.
  int size() {
    return emails.length;
  }

  long email(int number) {
    return emails[number];
  }

  /// The ids, ascending; for reading only.
  long[] emails() {
    return emails;
  }

  /// The number of an email here, or less than zero; quick where it is the one at `likely`.
  int numberOf(long email, int likely) {
    if (likely < emails.length && emails[likely] == email) return likely;
    if (emails.length == 0 || email < emails[0] || email > emails[emails.length - 1]) return -1;
    return Arrays.binarySearch(emails, email);
  }

  /// Emails of which a part was too much for the index.
  BitSet partial() {
    return partial;
  }

  int pages() {
    return firsts.size();
  }

  /// Whether a page may have tokens that have these trigrams.
  boolean mayHave(int page, int[] hashes) {
    return Trigrams.hasAll(trigrams, page * Trigrams.OCTETS, hashes);
  }

  /// Whether a page may have tokens that begin with this.
  boolean mayBegin(int page, String beginning) {
    boolean isBefore = firsts.get(page).compareTo(beginning) > 0;
    if (isBefore && !firsts.get(page).startsWith(beginning)) return false;
    // the page ends where the next begins
    return page + 1 >= firsts.size() || firsts.get(page + 1).compareTo(beginning) >= 0;
  }

  /// Octets that this takes in memory.
  int weight() {
    return 128 + 8 * emails.length + trigrams.length + 64 * firsts.size();
  }
}
