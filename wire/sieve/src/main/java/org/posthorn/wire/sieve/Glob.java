package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pattern of `:matches` (RFC 5228 §2.7.1, RFC 5229 §3.2).
///
/// Wildcards match as little as possible from left to right, which is the same as to put each piece
/// between two stars where it is first found: no going back, linear but for `?` inside of pieces,
/// whose cost is counted. `?` is one octet for the comparators of octets and one character for
/// `i;unicode-casemap`.
final class Glob {

  /// What stands for a `?` among the literals of a piece, told apart by identity.
  private static final String ONE = new String("?");

  /// The pieces between stars: literals in folded form, and `ONE`.
  private final List<List<String>> pieces = new ArrayList<>();

  private final Comparator comparator;

  private Glob(Comparator comparator) {
    this.comparator = comparator;
  }

  static Glob compile(String pattern, Comparator comparator) {
    var glob = new Glob(comparator);
    var piece = new ArrayList<String>();
    var literal = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        literal.append(pattern.charAt(++i));
      } else if (c == '?') {
        glob.flush(literal, piece);
        piece.add(ONE);
      } else if (c == '*') {
        glob.flush(literal, piece);
        glob.pieces.add(List.copyOf(piece));
        piece.clear();
      } else {
        literal.append(c);
      }
    }
    glob.flush(literal, piece);
    glob.pieces.add(List.copyOf(piece));
    return glob;
  }

  private void flush(StringBuilder literal, List<String> piece) {
    if (literal.isEmpty()) return;
    piece.add(comparator.fold(literal.toString()));
    literal.setLength(0);
  }

  /// What the whole value and each wildcard match, or null.
  @Nullable List<String> match(String value, Work work) {
    work.spend(value.length());
    return new Matching(new Subject(value, comparator), work).run(pieces);
  }

  @SuppressWarnings("ReferenceEquality") // the mark is told from a literal "?" by identity
  private static boolean isOne(String item) {
    return item == ONE;
  }

  /// One attempt.
  private static final class Matching {
    private final Subject subject;
    private final Work work;

    /// Start and end of what each wildcard has, in folded positions.
    private final List<int[]> wild = new ArrayList<>();

    Matching(Subject subject, Work work) {
      this.subject = subject;
      this.work = work;
    }

    @Nullable List<String> run(List<List<String>> pieces) {
      int length = subject.folded.length();
      int at = end(pieces.getFirst(), 0);
      if (at < 0) return null;
      take(pieces.getFirst(), 0);
      for (int i = 1; i < pieces.size(); i++) {
        boolean last = i == pieces.size() - 1;
        int start = last ? lastStart(pieces.get(i), at) : firstStart(pieces.get(i), at);
        if (start < 0) return null;
        wild.add(new int[] {at, start});
        take(pieces.get(i), start);
        at = end(pieces.get(i), start);
      }
      return at == length ? captured() : null;
    }

    private List<String> captured() {
      var captured = new ArrayList<String>(wild.size() + 1);
      captured.add(subject.original(0, subject.folded.length()));
      for (var range : wild) captured.add(subject.original(range[0], range[1]));
      return Collections.unmodifiableList(captured);
    }

    /// Where the piece ends that begins at `start`, or -1 when it is not there.
    private int end(List<String> piece, int start) {
      int at = start;
      for (var item : piece) {
        work.spend(1);
        if (isOne(item)) at = subject.next(at);
        else at = literal(item, at);
        if (at < 0) return -1;
      }
      return at;
    }

    private int literal(String literal, int at) {
      int end = at + literal.length();
      if (end > subject.folded.length()) return -1;
      for (int i = 0; i < literal.length(); i++) {
        if (literal.charAt(i) == subject.folded.charAt(at + i)) continue;
        work.spend(i);
        return -1;
      }
      work.spend(literal.length());
      return end;
    }

    private int firstStart(List<String> piece, int from) {
      if (piece.isEmpty()) return from;
      boolean single = piece.size() == 1 && !isOne(piece.getFirst());
      if (single) return Substrings.find(subject.folded, piece.getFirst(), from, work);
      for (int start = from; start <= subject.folded.length(); start++)
        if (end(piece, start) >= 0) return start;
      return -1;
    }

    /// Where the piece begins that goes to the end of the subject.
    private int lastStart(List<String> piece, int from) {
      int length = subject.folded.length();
      if (subject.isOctets()) {
        int start = length - piece.stream().mapToInt(String::length).sum();
        return start >= from && end(piece, start) == length ? start : -1;
      }
      for (int start = from; start <= length; start++)
        if (end(piece, start) == length) return start;
      return -1;
    }

    private void take(List<String> piece, int start) {
      int at = start;
      for (var item : piece) {
        int end = isOne(item) ? subject.next(at) : at + item.length();
        if (isOne(item)) wild.add(new int[] {at, end});
        at = end;
      }
    }
  }

  /// A value in its folded form, and the way back.
  private static final class Subject {
    private final String folded;
    private final String original;

    /// For each folded position where a character begins, where it is in the original; else -1.
    /// Null for octets: there both are the same.
    private final int @Nullable [] origin;

    Subject(String value, Comparator comparator) {
      if (comparator != Comparator.UNICODE_CASEMAP) {
        original = Octets.latin(value);
        folded = comparator.fold(value);
        origin = null;
        return;
      }
      original = value;
      var text = new StringBuilder(value.length());
      var starts = new ArrayList<int[]>();
      for (int at = 0; at < value.length(); ) {
        int next = at + Character.charCount(value.codePointAt(at));
        starts.add(new int[] {text.length(), at});
        text.append(comparator.fold(value.substring(at, next)));
        at = next;
      }
      folded = text.toString();
      origin = new int[folded.length() + 1];
      Arrays.fill(origin, -1);
      for (var start : starts) origin[start[0]] = start[1];
      origin[folded.length()] = value.length();
    }

    boolean isOctets() {
      return origin == null;
    }

    /// The position behind the character at `at`, or -1.
    int next(int at) {
      if (at >= folded.length()) return -1;
      if (origin == null) return at + 1;
      if (origin[at] < 0) return -1;
      int next = at + 1;
      while (origin[next] < 0) next++;
      return next;
    }

    String original(int from, int to) {
      if (origin == null) return Octets.text(original.substring(from, to));
      return original.substring(
          start(origin, from), Math.max(start(origin, from), start(origin, to)));
    }

    private static int start(int[] origin, int at) {
      int here = at;
      while (origin[here] < 0) here++;
      return origin[here];
    }
  }
}
