package org.posthorn.domain.search;

import java.util.Arrays;
import java.util.BitSet;

/// The tokens of some emails, collected in memory: a hash table of tokens, and one list of who has
/// which, put in order at the end. Owned by one thread.
final class SegmentBuilder implements TokenSink {

  /// Emails of one segment that is made in one go.
  static final int MAX_EMAILS = 4096;

  /// Different tokens of one email; a book of a thousand pages has fewer. What is beyond is looked
  /// for in the message itself.
  static final int MAX_TOKENS_OF_EMAIL = 50_000;

  /// With these a builder takes some 60 MiB.
  private static final int FULL_TOKENS = 600_000;

  private static final int FULL_POSTINGS = 2_000_000;

  /// Tokens sort by five octets and their number in one `long`.
  private static final int NUMBER_BITS = 23;

  private static final int SORTED_OCTETS = 5;

  // What is known of a token lies together: looking at a token costs one miss of the processor's
  // cache then, and that is most of what a token costs.
  private static final int START = 0;
  private static final int END = 1;
  private static final int HASH = 2;
  private static final int LAST_EMAIL = 3;

  /// Ints of a token.
  private static final int STRIDE = 4;

  private byte[] text = new byte[1 << 16];
  private int[] facts = new int[STRIDE << 12];
  private byte[] fieldsOfLast = new byte[1 << 12];
  private int[] table = new int[1 << 14];
  private int tokens;
  private int textLength;

  private long[] postings = new long[1 << 14];
  private int[] postingTokens = new int[1 << 14];
  private int postingCount;

  private int[] touched = new int[1 << 10];
  private int touchedCount;
  private int fields = Fields.BODY;

  private long[] emails = new long[256];
  private int emailCount;
  private final BitSet partial = new BitSet();

  /// Begins an email, whose id is greater than all before.
  void begin(long email) {
    if (emailCount == emails.length) emails = Arrays.copyOf(emails, emailCount * 2);
    emails[emailCount] = email;
    touchedCount = 0;
  }

  /// What the next tokens are in.
  void in(int fields) {
    this.fields = fields;
  }

  /// Ends the email.
  ///
  /// @param isPartial not all of it was taken
  void end(boolean isPartial) {
    while (postingCount + touchedCount > postings.length) {
      postings = Arrays.copyOf(postings, postings.length * 2);
      postingTokens = Arrays.copyOf(postingTokens, postings.length);
    }
    for (int i = 0; i < touchedCount; i++) {
      int token = touched[i];
      postingTokens[postingCount] = token;
      postings[postingCount++] = Postings.of(emailCount, fieldsOfLast[token] & 0xff);
    }
    if (isPartial) partial.set(emailCount);
    emailCount++;
  }

  /// Takes back the email that was begun: it will be as if it had never come.
  void cancel() {
    for (int i = 0; i < touchedCount; i++) facts[touched[i] * STRIDE + LAST_EMAIL] = 0;
    touchedCount = 0;
  }

  int size() {
    return emailCount;
  }

  boolean isFull() {
    return emailCount >= MAX_EMAILS || tokens >= FULL_TOKENS || postingCount >= FULL_POSTINGS;
  }

  @Override
  public boolean token(byte[] octets, int length) {
    int token = find(octets, length);
    int lastEmail = token * STRIDE + LAST_EMAIL;
    if (facts[lastEmail] == emailCount + 1) {
      fieldsOfLast[token] |= (byte) fields;
      return true;
    }
    if (touchedCount == MAX_TOKENS_OF_EMAIL) return false;
    facts[lastEmail] = emailCount + 1;
    fieldsOfLast[token] = (byte) fields;
    if (touchedCount == touched.length) touched = Arrays.copyOf(touched, touchedCount * 2);
    touched[touchedCount++] = token;
    return true;
  }

  private int find(byte[] octets, int length) {
    int hash = hash(octets, length);
    int mask = table.length - 1;
    for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
      int token = table[slot] - 1;
      if (token < 0) return add(slot, hash, octets, length);
      if (facts[token * STRIDE + HASH] == hash && isSame(token, octets, length)) return token;
    }
  }

  private boolean isSame(int token, byte[] octets, int length) {
    return Arrays.equals(text, start(token), end(token), octets, 0, length);
  }

  private int start(int token) {
    return facts[token * STRIDE + START];
  }

  private int end(int token) {
    return facts[token * STRIDE + END];
  }

  private int add(int slot, int hash, byte[] octets, int length) {
    int token = tokens++;
    if (token == fieldsOfLast.length) growTokens();
    while (text.length - textLength < length) text = Arrays.copyOf(text, text.length * 2);
    System.arraycopy(octets, 0, text, textLength, length);
    int at = token * STRIDE;
    facts[at + START] = textLength;
    textLength += length;
    facts[at + END] = textLength;
    facts[at + HASH] = hash;
    table[slot] = tokens;
    if (tokens > table.length / 2) rehash();
    return token;
  }

  private void growTokens() {
    facts = Arrays.copyOf(facts, facts.length * 2);
    fieldsOfLast = Arrays.copyOf(fieldsOfLast, fieldsOfLast.length * 2);
  }

  private void rehash() {
    table = new int[table.length * 2];
    int mask = table.length - 1;
    for (int token = 0; token < tokens; token++) {
      int slot = facts[token * STRIDE + HASH] & mask;
      while (table[slot] != 0) slot = (slot + 1) & mask;
      table[slot] = token + 1;
    }
  }

  private static int hash(byte[] octets, int length) {
    int hash = length;
    for (int i = 0; i < length; i++) hash = 31 * hash + octets[i];
    hash *= 0x9e3779b1;
    return hash ^ (hash >>> 15);
  }

  /// Writes everything; returns what the segment is.
  Directory write(SegmentWriter writer) {
    var ends = new int[tokens + 1];
    for (int i = 0; i < postingCount; i++) ends[postingTokens[i] + 1]++;
    for (int i = 1; i <= tokens; i++) ends[i] += ends[i - 1];
    var byToken = new long[postingCount];
    var next = Arrays.copyOf(ends, tokens);
    for (int i = 0; i < postingCount; i++) byToken[next[postingTokens[i]]++] = postings[i];
    for (int token : inOrder()) {
      int count = ends[token + 1] - ends[token];
      if (count == 0) continue; // of an email that was taken back
      var own = Arrays.copyOfRange(byToken, ends[token], ends[token + 1]);
      writer.add(text, start(token), end(token), own, count);
    }
    return writer.finish(Arrays.copyOf(emails, emailCount), partial);
  }

  private int[] inOrder() {
    var keys = new long[tokens];
    for (int token = 0; token < tokens; token++) {
      long key = 0;
      for (int i = 0; i < SORTED_OCTETS; i++) {
        int at = start(token) + i;
        key = (key << 8) | (at < end(token) ? text[at] & 0xff : 0);
      }
      keys[token] = (key << NUMBER_BITS) | token;
    }
    Arrays.sort(keys);
    var order = new int[tokens];
    for (int i = 0; i < tokens; i++) order[i] = (int) keys[i] & ((1 << NUMBER_BITS) - 1);
    for (int from = 0; from < tokens; ) {
      int to = from + 1;
      while (to < tokens && keys[to] >>> NUMBER_BITS == keys[from] >>> NUMBER_BITS) to++;
      if (to - from > 1) sortByRest(order, from, to);
      from = to;
    }
    return order;
  }

  private void sortByRest(int[] order, int from, int to) {
    var part = Arrays.stream(order, from, to).boxed().toArray(Integer[]::new);
    Arrays.sort(
        part, (a, b) -> Arrays.compareUnsigned(text, start(a), end(a), text, start(b), end(b)));
    for (int i = 0; i < part.length; i++) order[from + i] = part[i];
  }
}
