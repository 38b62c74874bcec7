package org.posthorn.domain.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/// A part of a segment's dictionary: tokens in order of their octets, with their emails.
///
/// The tokens stand one after the other with a zero octet before and after each, so that one pass
/// of the machine's own string search finds a substring, and with zeros around it a beginning, an
/// end or a whole token. Layout: number of tokens, octets of their text, the text, for each token
/// the octets of its postings, the postings. Immutable.
final class Page {

  static final char BORDER = 0;

  private final String text;

  /// Where each token starts in the text; one more for the end.
  private final int[] starts;

  private final byte[] postings;
  private final int[] postingsStarts;

  private Page(String text, int[] starts, byte[] postings, int[] postingsStarts) {
    this.text = text;
    this.starts = starts;
    this.postings = postings;
    this.postingsStarts = postingsStarts;
  }

  static Page decode(byte[] octets) {
    var in = new Octets.Reader(octets);
    int size = in.readCount();
    var text = new String(in.readBytes(in.readCount()), ISO_8859_1);
    var starts = new int[size + 1];
    int at = 1;
    for (int i = 0; i < size; i++) {
      starts[i] = at;
      at = text.indexOf(BORDER, at) + 1;
      if (at <= 0) throw new IndexDamaged("tokens are missing");
    }
    starts[size] = at;
    var postingsStarts = new int[size + 1];
    for (int i = 0; i < size; i++) postingsStarts[i + 1] = postingsStarts[i] + in.readCount();
    var postings = in.readBytes(octets.length - in.position());
    if (postingsStarts[size] != postings.length) throw new IndexDamaged("emails are missing");
    return new Page(text, starts, postings, postingsStarts);
  }

  /// How many tokens there are.
  int size() {
    return starts.length - 1;
  }

  /// The tokens, each between zeros.
  String text() {
    return text;
  }

  String token(int number) {
    return text.substring(starts[number], starts[number + 1] - 1);
  }

  /// Where a token starts in the text; for the number of tokens, where one more would.
  int start(int number) {
    return starts[number];
  }

  /// The token that a place in the text, not a zero before the first token, belongs to; a zero
  /// belongs to the token after it.
  int tokenAt(int place) {
    int found = Arrays.binarySearch(starts, place + 1);
    if (text.charAt(place) == BORDER) return found;
    return found >= 0 ? found - 1 : -found - 2;
  }

  byte[] postings() {
    return postings;
  }

  int postingsStart(int token) {
    return postingsStarts[token];
  }

  /// Octets that this takes in memory.
  int weight() {
    return 96 + text.length() + postings.length + 8 * starts.length;
  }

  /// Collects the tokens of a page.
  static final class Builder {
    private final Octets text = new Octets(1 << 16);
    private final Octets lengths = new Octets(1 << 14);
    private final Octets postings = new Octets(1 << 16);
    private int size;

    /// The token's octets are those of `source` between `from` and `to`; it comes after all before.
    void add(byte[] source, int from, int to, long[] emails, int count) {
      if (size++ == 0) text.writeByte(BORDER);
      text.write(source, from, to);
      text.writeByte(BORDER);
      int before = postings.size();
      Postings.write(emails, 0, count, postings);
      lengths.writeNumber(postings.size() - before);
    }

    int octets() {
      return text.size() + postings.size();
    }

    boolean isEmpty() {
      return size == 0;
    }

    byte[] encode() {
      var page = new Octets(octets() + lengths.size() + 16);
      page.writeNumber(size);
      page.writeNumber(text.size());
      page.write(text);
      page.write(lengths);
      page.write(postings);
      text.clear();
      lengths.clear();
      postings.clear();
      size = 0;
      return page.toBytes();
    }
  }
}
