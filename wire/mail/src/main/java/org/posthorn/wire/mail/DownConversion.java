package org.posthorn.wire.mail;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/// Makes a message fit for a way that does not take it as it is: binary parts become base64 or
/// quoted-printable, and 8-bit parts too where only seven bits go through (RFC 6152 §3, RFC 3030
/// §3).
///
/// A plan reads the message twice and keeps ranges of it; the converted message is made while it is
/// read. Nothing that people or programs see is lost; signatures over the body's octets (DKIM) no
/// longer fit. What is signed as MIME is never touched: a message that has such a part which does
/// not fit cannot be converted.
public final class DownConversion {

  private DownConversion() {}

  /// What the way takes.
  public enum Goal {
    /// ASCII lines.
    SEVEN_BIT,
    /// Lines of any octets but NUL.
    EIGHT_BIT
  }

  /// Why a message cannot be converted.
  public enum Obstacle {
    /// A header has octets beyond ASCII; only SMTPUTF8 could carry it.
    HEADER,
    /// `multipart/signed`: any change breaks the signature (RFC 1847 §2.1).
    SIGNED,
    /// A transfer encoding that is unknown here.
    ENCODING,
    /// A `message` or `multipart` that cannot be looked into, and may not be encoded (RFC 2045
    /// §6.4).
    COMPOSITE,
    /// Line ends or zero octets where text has to be, or a header without end.
    MALFORMED
  }

  /// What became of it.
  public sealed interface Result {}

  /// The message in its new form.
  public static final class Converted implements Result {
    private final MessageSource source;
    private final List<MessagePiece> pieces;

    Converted(MessageSource source, List<MessagePiece> pieces) {
      this.source = source;
      this.pieces = List.copyOf(pieces);
    }

    /// Reads the converted message from its start; as often as wanted, as long as the source is
    /// there.
    public InputStream open() {
      return new InPieces(pieces.iterator(), source);
    }
  }

  /// There is no other form.
  public record Impossible(Obstacle obstacle) implements Result {}

  /// Plans the conversion of a message.
  ///
  /// @param octets the length of the message
  /// @throws IOException of the source
  public static Result plan(MessageSource source, long octets, Goal goal) throws IOException {
    try (var message = source.open(new Span(0, octets))) {
      var parsed = MessageParser.parse(message, MessageLimits.ORDINARY);
      var plan = new ConversionPlan(source, goal);
      plan.message(parsed.root(), octets);
      return new Converted(source, plan.pieces());
    } catch (ConversionPlan.Blocked blocked) {
      return new Impossible(blocked.obstacle);
    }
  }

  /// One piece after the other, each opened when it is first read.
  private static final class InPieces extends InputStream {
    private final Iterator<MessagePiece> remaining;
    private final MessageSource source;
    private InputStream opened = InputStream.nullInputStream();

    InPieces(Iterator<MessagePiece> remaining, MessageSource source) {
      this.remaining = remaining;
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      var octet = new byte[1];
      return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) return 0;
      while (true) {
        int read = opened.read(target, offset, length);
        if (read >= 0) return read;
        opened.close();
        opened = InputStream.nullInputStream();
        if (!remaining.hasNext()) return -1;
        opened = remaining.next().open(source);
      }
    }

    @Override
    public void close() throws IOException {
      opened.close();
    }
  }
}
