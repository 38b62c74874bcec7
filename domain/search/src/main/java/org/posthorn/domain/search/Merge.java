package org.posthorn.domain.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.Transaction;

/// Makes one segment of several, without the emails that are gone. Holds a page of each in memory,
/// and the list of the emails. Owned by one thread.
final class Merge {

  private final Partition partition;
  private final List<Source> sources;
  private final long[] emails;
  private final BitSet partial = new BitSet();
  private long[] postings = new long[1024];

  private Merge(Partition partition, List<Source> sources, long[] emails) {
    this.partition = partition;
    this.sources = sources;
    this.emails = emails;
  }

  /// Writes what is kept, and says what it is.
  ///
  /// @param alive ids of the emails that are kept, ascending
  /// @return null when there is nothing to keep
  static @Nullable Directory run(
      Partition partition, List<Long> segments, long[] alive, SegmentOutput output) {
    if (alive.length == 0) return null;
    var sources =
        partition.read(tx -> {
          var opened = new ArrayList<Source>();
          for (var id : segments) opened.add(Source.open(tx, id));
          return List.copyOf(opened);
        });
    var merge = new Merge(partition, sources, alive);
    return merge.run(new SegmentWriter(output));
  }

  private Directory run(SegmentWriter writer) {
    var queue = new PriorityQueue<Source>();
    for (var source : sources) {
      source.mapTo(emails, partial);
      if (source.advance(partition)) queue.add(source);
    }
    while (!queue.isEmpty()) {
      var token = queue.element().token();
      int count = 0;
      while (!queue.isEmpty() && queue.element().token().equals(token)) {
        var source = queue.remove();
        count = take(source, count);
        if (source.advance(partition)) queue.add(source);
      }
      if (count == 0) continue;
      if (!isAscending(count)) count = inOrder(count);
      var octets = token.getBytes(ISO_8859_1);
      writer.add(octets, 0, octets.length, postings, count);
    }
    return writer.finish(emails, partial);
  }

  private int take(Source source, int count) {
    int taken = count;
    var cursor = source.postings();
    while (cursor.next()) {
      int email = source.newNumber(cursor.email());
      if (email < 0) continue;
      if (taken == postings.length) postings = Arrays.copyOf(postings, taken * 2);
      postings[taken++] = Postings.of(email, cursor.fields());
    }
    return taken;
  }

  private boolean isAscending(int count) {
    for (int i = 1; i < count; i++)
      if (Postings.email(postings[i - 1]) >= Postings.email(postings[i])) return false;
    return true;
  }

  /// An email that is in two segments becomes one.
  private int inOrder(int count) {
    Arrays.sort(postings, 0, count);
    int kept = 0;
    for (int i = 1; i < count; i++) {
      int email = Postings.email(postings[i]);
      if (Postings.email(postings[kept]) == email) {
        int both = Postings.fields(postings[kept]) | Postings.fields(postings[i]);
        postings[kept] = Postings.of(email, both);
      } else {
        postings[++kept] = postings[i];
      }
    }
    return kept + 1;
  }

  /// One of the segments, at one of its tokens.
  private static final class Source implements Comparable<Source> {
    private final long segment;
    private final Directory directory;
    private final int[] newNumbers;
    private @Nullable Page page;
    private int nextPage;
    private int at;
    private String token = "";

    private Source(long segment, Directory directory) {
      this.segment = segment;
      this.directory = directory;
      newNumbers = new int[directory.size()];
    }

    static Source open(Transaction tx, long segment) throws SQLException {
      return new Source(
          segment, Directory.decode(Packed.unpack(SegmentStore.directory(tx, segment))));
    }

    void mapTo(long[] emails, BitSet partial) {
      for (int i = 0; i < newNumbers.length; i++) {
        int number = Arrays.binarySearch(emails, directory.email(i));
        newNumbers[i] = number < 0 ? -1 : number;
        if (number >= 0 && directory.partial().get(i)) partial.set(number);
      }
    }

    int newNumber(int email) {
      return newNumbers[email];
    }

    String token() {
      return token;
    }

    Postings.Cursor postings() {
      return new Postings.Cursor(current(), at, directory.size());
    }

    private Page current() {
      if (page == null) throw new IllegalStateException("not begun");
      return page;
    }

    /// Goes to the next token; false when there is none.
    boolean advance(Partition partition) {
      if (page == null || ++at >= page.size()) {
        if (nextPage >= directory.pages()) return false;
        int number = nextPage++;
        page =
            Page.decode(
                Packed.unpack(partition.read(tx -> SegmentStore.page(tx, segment, number))));
        at = 0;
        if (page.size() == 0) throw new IndexDamaged("an empty page");
      }
      token = page.token(at);
      return true;
    }

    @Override
    public int compareTo(Source other) {
      return token.compareTo(other.token);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
