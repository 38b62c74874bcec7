package org.posthorn.domain.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Writes a segment's pages from tokens that come in order. Owned by one thread.
final class SegmentWriter {

  /// A page ends when it has so many octets: small enough to read one for a rare word, large enough
  /// to compress.
  static final int PAGE_OCTETS = 32 << 10;

  /// Takes finished pages, compressed.
  interface PageSink {
    void page(int number, byte[] data);
  }

  private final PageSink sink;
  private final Page.Builder page = new Page.Builder();
  private final List<String> firsts = new ArrayList<>();
  private final Octets trigrams = new Octets(Trigrams.OCTETS);
  private byte[] pageTrigrams = new byte[Trigrams.OCTETS];

  SegmentWriter(PageSink sink) {
    this.sink = sink;
  }

  /// A token, which comes after all before, and the emails that have it.
  void add(byte[] source, int from, int to, long[] postings, int count) {
    if (page.isEmpty()) firsts.add(new String(source, from, to - from, ISO_8859_1));
    page.add(source, from, to, postings, count);
    Trigrams.add(source, from, to, pageTrigrams);
    if (page.octets() >= PAGE_OCTETS) endPage();
  }

  /// Ends the segment; its emails by id.
  Directory finish(long[] emails, BitSet partial) {
    if (!page.isEmpty()) endPage();
    return new Directory(emails, partial, firsts, trigrams.toBytes());
  }

  private void endPage() {
    sink.page(firsts.size() - 1, Packed.pack(page.encode()));
    trigrams.write(pageTrigrams, 0, pageTrigrams.length);
    pageTrigrams = new byte[Trigrams.OCTETS];
  }
}
