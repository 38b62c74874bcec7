package org.posthorn.domain.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.DownConversion;
import org.posthorn.wire.mail.DownConversion.Goal;
import org.posthorn.wire.mail.Span;
import org.posthorn.wire.smtp.BodyType;
import org.posthorn.wire.smtp.EhloKeyword;
import org.posthorn.wire.smtp.EhloReply;

/// In what form a message goes to a host, by what the host offers (RFC 6152 §3, RFC 3030 §3, RFC
/// 6531 §3.2). Used for one message in one session.
final class BodyForm {

  private final OutgoingMail mail;
  private final EhloReply offers;
  private final RelayTrace trace;
  private final Map<Goal, Form> converted = new EnumMap<>(Goal.class);

  BodyForm(OutgoingMail mail, EhloReply offers, RelayTrace trace) {
    this.mail = mail;
    this.offers = offers;
    this.trace = trace;
  }

  sealed interface Form {}

  /// It fits.
  ///
  /// @param type for the BODY parameter; null to leave it out
  /// @param octets the size that is declared, exactly
  /// @param lacksLineEnd a text whose last line has to be ended
  record Fits(@Nullable BodyType type, Reading reading, long octets, Way way, boolean lacksLineEnd)
      implements Form {}

  /// It does not, and cannot be made to.
  record Unfit(RecipientOutcome outcome) implements Form {}

  /// How the data go.
  enum Way {
    DATA,
    BDAT
  }

  @FunctionalInterface
  interface Reading {
    InputStream open() throws IOException;
  }

  /// @throws IOException of the message's source
  Form form() throws IOException {
    var content = mail.content();
    if (needsUtf8Header() && !offers.offers(EhloKeyword.SMTPUTF8))
      return unfit("5.6.9", "the host does not take headers in UTF-8 (SMTPUTF8)");
    boolean binary =
        content.binary()
            && !(offers.offers(EhloKeyword.BINARYMIME) && offers.offers(EhloKeyword.CHUNKING));
    boolean eightBit = content.eightBit() && !offers.offers(EhloKeyword.EIGHTBITMIME);
    var form =
        binary || eightBit
            ? converted(content.eightBit() && !eightBit ? Goal.EIGHT_BIT : Goal.SEVEN_BIT)
            : asItIs();
    return form instanceof Fits fits ? ofSize(fits) : form;
  }

  /// Whether only SMTPUTF8 may carry the header (RFC 6531 §3.4).
  boolean needsUtf8Header() {
    return mail.wishes().header() == OutgoingMail.Header.UTF_8 && mail.content().eightBitHeader();
  }

  private Form ofSize(Fits fits) {
    var most = offers.maxSize();
    if (most == null || fits.octets() <= most) return fits;
    return unfit(
        "5.3.4", "the message has %d octets, the host takes %d".formatted(fits.octets(), most));
  }

  private Form asItIs() {
    var content = mail.content();
    Reading reading = () -> content.source().open(new Span(0, content.octets()));
    var type =
        content.binary()
            ? BodyType.BINARYMIME
            : content.eightBit() ? BodyType.EIGHT_BIT_MIME : null;
    boolean lacksLineEnd = type != BodyType.BINARYMIME && !content.endsWithCrLf();
    return new Fits(type, reading, content.octets(), way(), lacksLineEnd);
  }

  private Way way() {
    return offers.offers(EhloKeyword.CHUNKING) ? Way.BDAT : Way.DATA;
  }

  private Form converted(Goal goal) throws IOException {
    var known = converted.get(goal);
    if (known != null) return known;
    var made = convert(goal);
    converted.put(goal, made);
    return made;
  }

  private Form convert(Goal goal) throws IOException {
    var content = mail.content();
    return switch (DownConversion.plan(content.source(), content.octets(), goal)) {
      case DownConversion.Impossible(var obstacle) -> {
        var what = goal == Goal.SEVEN_BIT ? "octets beyond ASCII" : "binary content";
        yield unfit(
            "5.6.3",
            "the host does not take %s, and the message cannot be converted (%s)"
                .formatted(what, obstacle));
      }
      case DownConversion.Converted message -> {
        trace.step(new RelayStep.Converted(goal));
        var measure = new Measure();
        try (var in = message.open()) {
          in.transferTo(measure);
        }
        var type = goal == Goal.EIGHT_BIT && content.eightBit() ? BodyType.EIGHT_BIT_MIME : null;
        yield new Fits(type, message::open, measure.octets, way(), measure.last != '\n');
      }
    };
  }

  /// Takes a message for its size and its last octet.
  private static final class Measure extends OutputStream {
    long octets;
    int last = '\n';

    @Override
    public void write(int octet) {
      octets++;
      last = octet;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      octets += length;
      if (length > 0) last = bytes[offset + length - 1];
    }
  }

  private static Unfit unfit(String code, String reason) {
    return new Unfit(RecipientOutcome.lacking(code, reason));
  }
}
