package org.posthorn.wire.imap;

/// The octets that followed a [LiteralMarker]: held in memory, or a handle of whoever spooled them.
public interface Literal {

  long size();

  /// A literal in memory, as every argument but an APPEND's message must be. The array is handed
  /// over and must not be changed any more.
  static Literal of(byte[] octets) {
    return new InMemory(octets);
  }

  /// Small octets, kept as they came.
  final class InMemory implements Literal {
    private final byte[] octets;

    private InMemory(byte[] octets) {
      this.octets = octets;
    }

    @Override
    public long size() {
      return octets.length;
    }

    /// Not a copy; must not be changed.
    public byte[] octets() {
      return octets;
    }
  }
}
