package org.posthorn.wire.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes one message of its parts (RFC 2046 §5.2.2.1). Its header is that of the first part, but
/// what describes the content, which the message inside says itself; its body is theirs, octet for
/// octet.
///
/// Beyond the RFC's rules, signatures and seals of the first part are left out: they are about that
/// part, and would be found broken.
public final class PartialJoining {

  /// Fields of the message inside that count, beside those that start with `Content-`.
  private static final Set<String> INSIDE =
      Set.of("subject", "message-id", "encrypted", "mime-version");

  /// Fields that are about the octets of one part.
  private static final Set<String> OF_ONE_PART =
      Set.of(
          "dkim-signature",
          "domainkey-signature",
          "arc-seal",
          "arc-message-signature",
          "arc-authentication-results");

  private PartialJoining() {}

  /// Where the octets of a part are, from its first field on.
  @FunctionalInterface
  public interface Part {
    InputStream open() throws IOException;
  }

  /// Writes the whole.
  ///
  /// @param parts all of them, in order; each is opened once or twice
  /// @return false when they make no message, because a header has no end within
  ///   [MessageLimits#MAX_HEADER_OCTETS]; nothing is written then
  public static boolean join(List<Part> parts, OutputStream out) throws IOException {
    HeaderFields outer;
    try (var first = parts.getFirst().open()) {
      var start = first.readNBytes(MessageLimits.MAX_HEADER_OCTETS);
      outer = HeaderFields.of(start);
      if (isEndless(outer, start)) return false;
    }
    try (var bodies = new Bodies(parts)) {
      var start = bodies.readNBytes(MessageLimits.MAX_HEADER_OCTETS);
      var inner = HeaderFields.of(start);
      if (isEndless(inner, start)) return false;
      out.write(header(outer, inner));
      int header = inner.bytes().length;
      out.write(start, header, start.length - header);
      bodies.transferTo(out);
    }
    return true;
  }

  private static boolean isEndless(HeaderFields header, byte[] start) {
    return start.length == MessageLimits.MAX_HEADER_OCTETS && header.bytes().length == start.length;
  }

  /// With the empty line.
  private static byte[] header(HeaderFields outer, HeaderFields inner) {
    var header = new ByteArrayOutputStream(1024);
    for (int i = 0; i < outer.size(); i++) {
      var name = Ascii.lower(outer.name(i));
      if (!isOfContent(name) && !OF_ONE_PART.contains(name)) add(header, outer.line(i));
    }
    for (int i = 0; i < inner.size(); i++)
      if (isOfContent(Ascii.lower(inner.name(i)))) add(header, inner.line(i));
    header.write('\r');
    header.write('\n');
    return header.toByteArray();
  }

  private static boolean isOfContent(String name) {
    return name.startsWith("content-") || INSIDE.contains(name);
  }

  private static void add(ByteArrayOutputStream header, byte[] line) {
    header.writeBytes(line);
    // the last line of a message that is nothing but a header
    if (line[line.length - 1] != '\n') header.writeBytes(new byte[] {'\r', '\n'});
  }

  /// The bodies of the parts, one after the other.
  private static final class Bodies extends InputStream {
    private final Iterator<Part> parts;
    private @Nullable InputStream rest;
    private byte[] start = new byte[0];
    private int at;

    Bodies(List<Part> parts) {
      this.parts = parts.iterator();
    }

    @Override
    public int read() throws IOException {
      var octet = new byte[1];
      return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) return 0;
      while (true) {
        if (at < start.length) {
          int some = Math.min(length, start.length - at);
          System.arraycopy(start, at, into, offset, some);
          at += some;
          return some;
        }
        int read = rest == null ? -1 : rest.read(into, offset, length);
        if (read > 0) return read;
        if (!next()) return -1;
      }
    }

    /// A header without end is a part without body.
    private boolean next() throws IOException {
      close();
      if (!parts.hasNext()) return false;
      var part = parts.next().open();
      rest = part;
      start = part.readNBytes(MessageLimits.MAX_HEADER_OCTETS);
      at = HeaderFields.of(start).bytes().length;
      return true;
    }

    @Override
    public void close() throws IOException {
      if (rest != null) rest.close();
      rest = null;
      start = new byte[0];
      at = 0;
    }
  }
}
