package org.posthorn.wire.sieve;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.Span;

/// A message that is made of new text and ranges of another, which are read from where they are.
/// Immutable.
final class PiecedSource implements MessageSource {

  sealed interface Piece {
    long length();

    /// New octets.
    final class Text implements Piece {
      private final byte[] octets;

      Text(byte[] octets) {
        this.octets = octets;
      }

      @Override
      public long length() {
        return octets.length;
      }
    }

    record Range(MessageSource source, Span span) implements Piece {
      @Override
      public long length() {
        return span.length();
      }
    }
  }

  private final List<Piece> pieces;
  private final long length;

  private PiecedSource(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
    this.length = pieces.stream().mapToLong(Piece::length).sum();
  }

  long length() {
    return length;
  }

  @Override
  public InputStream open(Span span) {
    return new InOrder(slice(span));
  }

  /// The pieces of a range.
  private List<Piece> slice(Span span) {
    var slice = new ArrayList<Piece>();
    long at = 0;
    for (var piece : pieces) {
      long from = Math.max(span.offset(), at) - at;
      long to = Math.min(span.end(), at + piece.length()) - at;
      if (from < to) slice.add(part(piece, from, to));
      at += piece.length();
    }
    return slice;
  }

  private static Piece part(Piece piece, long from, long to) {
    return switch (piece) {
      case Piece.Text text -> {
        var octets = new byte[(int) (to - from)];
        System.arraycopy(text.octets, (int) from, octets, 0, octets.length);
        yield new Piece.Text(octets);
      }
      case Piece.Range range ->
          new Piece.Range(range.source, new Span(range.span.offset() + from, to - from));
    };
  }

  /// Puts a message together.
  static final class Builder {
    private final List<Piece> pieces = new ArrayList<>();

    Builder text(byte[] octets) {
      if (octets.length > 0) pieces.add(new Piece.Text(octets));
      return this;
    }

    Builder range(MessageSource source, long from, long to) {
      if (to <= from) return this;
      var span = new Span(from, to - from);
      if (source instanceof PiecedSource pieced) pieces.addAll(pieced.slice(span));
      else pieces.add(new Piece.Range(source, span));
      return this;
    }

    PiecedSource build() {
      return new PiecedSource(pieces);
    }
  }

  /// One piece after the other, each opened when its turn comes.
  private static final class InOrder extends InputStream {
    private final List<Piece> pieces;
    private int next;
    private InputStream open = InputStream.nullInputStream();

    InOrder(List<Piece> pieces) {
      this.pieces = pieces;
    }

    @Override
    public int read() throws IOException {
      int octet = open.read();
      while (octet < 0 && advance()) octet = open.read();
      return octet;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws IOException {
      if (wanted == 0) return 0;
      int read = open.read(target, offset, wanted);
      while (read < 0 && advance()) read = open.read(target, offset, wanted);
      return read;
    }

    private boolean advance() throws IOException {
      open.close();
      if (next == pieces.size()) return false;
      open =
          switch (pieces.get(next++)) {
            case Piece.Text text -> new ByteArrayInputStream(text.octets);
            case Piece.Range range -> range.source.open(range.span);
          };
      return true;
    }

    @Override
    public void close() throws IOException {
      open.close();
    }
  }
}
