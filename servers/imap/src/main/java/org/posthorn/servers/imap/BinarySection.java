package org.posthorn.servers.imap;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.wire.imap.FetchAttribute.Partial;
import org.posthorn.wire.imap.FetchResponse;
import org.posthorn.wire.mail.TransferEncoding;

/// A part without its transfer encoding (RFC 3516). How long it is shows only in reading it, so
/// what does not fit in memory is read twice.
final class BinarySection {

  private static final int IN_MEMORY_OCTETS = 64 * 1024;

  private final ImapWire wire;
  private final Supplier<InputStream> encoded;
  private final String encoding;

  /// @throws CommandRejected when nobody knows the encoding (RFC 3516 §4.3)
  BinarySection(ImapWire wire, Supplier<InputStream> encoded, String encoding)
      throws CommandRejected {
    if (!TransferEncoding.isKnown(encoding)) throw new CommandRejected(Replies.UNKNOWN_ENCODING);
    this.wire = wire;
    this.encoded = encoded;
    this.encoding = encoding;
  }

  /// What one reading finds out.
  private record Measure(long octets, boolean hasNul) {}

  long size() {
    return measure().octets();
  }

  void write(FetchResponse response, @Nullable Partial partial) throws IOException {
    var measure = measure();
    long from = partial == null ? 0 : Math.min(partial.offset(), measure.octets());
    long most = partial == null ? Long.MAX_VALUE : partial.length();
    long length = Math.min(most, measure.octets() - from);
    try (var in = open()) {
      in.skipNBytes(from);
      if (length <= IN_MEMORY_OCTETS) {
        response.octets(in.readNBytes((int) length));
        return;
      }
      if (measure.hasNul()) response.literal8(length);
      else response.literal(length);
      wire.stream(in, length);
    }
  }

  private Measure measure() {
    var piece = new byte[8192];
    long octets = 0;
    boolean hasNul = false;
    try (var in = open()) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        octets += read;
        for (int i = 0; i < read && !hasNul; i++) hasNul = piece[i] == 0;
      }
    } catch (IOException e) {
      throw new StorageException("Cannot read a message: " + e.getMessage(), e);
    }
    return new Measure(octets, hasNul);
  }

  private InputStream open() {
    return TransferEncoding.decode(encoding, encoded.get());
  }
}
