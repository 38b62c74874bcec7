package org.posthorn.wire.imap;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.imap.FetchAttribute.Section;
import org.posthorn.wire.imap.FetchAttribute.SectionText;
import org.posthorn.wire.mail.BodyPart;
import org.posthorn.wire.mail.Envelope;

/// FETCH responses (RFC 9051 §7.5.2), written item by item: [#begin], items, [#end].
///
/// One object serves many responses; it belongs to the thread of its writer.
///
/// ```java
/// fetch.begin(12).uid(447).flags(Flag.SystemFlag.SEEN.bit(), List.of()).end();
/// ```
public final class FetchResponse {

  private static final byte[][] SYSTEM_FLAGS = systemFlags();

  private final ResponseWriter out;
  private boolean empty;

  public FetchResponse(ResponseWriter out) {
    this.out = out;
  }

  /// `message-data = nz-number SP "FETCH" SP msg-att`
  public FetchResponse begin(long sequenceNumber) {
    out.raw("* ");
    out.number(sequenceNumber);
    out.raw(" FETCH (");
    empty = true;
    return this;
  }

  /// `message-data = uniqueid SP "UIDFETCH" SP msg-att`, for clients that want no message numbers
  /// (RFC 9586).
  public FetchResponse beginUid(long uid) {
    out.raw("* ");
    out.number(uid);
    out.raw(" UIDFETCH (");
    empty = true;
    return this;
  }

  public void end() {
    out.raw(')');
    out.crlf();
  }

  /// Whether no item has been written since [#begin].
  public boolean isEmpty() {
    return empty;
  }

  /// `"UID" SP uniqueid`
  public FetchResponse uid(long uid) {
    item("UID ");
    out.number(uid);
    return this;
  }

  /// `"FLAGS" SP "(" [flag-fetch *(SP flag-fetch)] ")"`
  ///
  /// @param systemFlags the bits of [Flag.SystemFlag#bit]
  public FetchResponse flags(int systemFlags, List<Flag.Keyword> keywords) {
    return flags("FLAGS (", systemFlags, keywords);
  }

  /// [#flags] with `\Recent` (RFC 3501 §2.3.2), for clients that have not enabled IMAP4rev2.
  public FetchResponse flagsWithRecent(int systemFlags, List<Flag.Keyword> keywords) {
    boolean alone = systemFlags == 0 && keywords.isEmpty();
    return flags(alone ? "FLAGS (\\Recent" : "FLAGS (\\Recent ", systemFlags, keywords);
  }

  private FetchResponse flags(String name, int systemFlags, List<Flag.Keyword> keywords) {
    item(name);
    boolean first = true;
    for (int bit = 0; bit < SYSTEM_FLAGS.length; bit++) {
      if ((systemFlags & 1 << bit) == 0) continue;
      if (!first) out.space();
      out.raw(SYSTEM_FLAGS[bit]);
      first = false;
    }
    for (int i = 0; i < keywords.size(); i++) {
      if (!first) out.space();
      out.raw(keywords.get(i).text());
      first = false;
    }
    out.raw(')');
    return this;
  }

  /// `"INTERNALDATE" SP date-time`
  public FetchResponse internalDate(OffsetDateTime date) {
    return date("INTERNALDATE \"", date);
  }

  /// `"SAVEDATE" SP date-time` (RFC 8514 §5)
  public FetchResponse saveDate(OffsetDateTime date) {
    return date("SAVEDATE \"", date);
  }

  private FetchResponse date(String name, OffsetDateTime date) {
    item(name);
    out.twoDigits(date.getDayOfMonth());
    out.raw('-');
    for (int i = 0; i < 3; i++)
      out.raw((char) ImapDates.MONTHS[3 * (date.getMonthValue() - 1) + i]);
    out.raw('-');
    out.twoDigits(date.getYear() / 100);
    out.twoDigits(date.getYear() % 100);
    out.space();
    out.twoDigits(date.getHour());
    out.raw(':');
    out.twoDigits(date.getMinute());
    out.raw(':');
    out.twoDigits(date.getSecond());
    int minutes = date.getOffset().getTotalSeconds() / 60;
    out.raw(minutes < 0 ? " -" : " +");
    out.twoDigits(Math.abs(minutes) / 60);
    out.twoDigits(Math.abs(minutes) % 60);
    out.raw('"');
    return this;
  }

  /// `"RFC822.SIZE" SP number64`
  public FetchResponse size(long octets) {
    item("RFC822.SIZE ");
    out.number(octets);
    return this;
  }

  /// `"ENVELOPE" SP envelope`
  public FetchResponse envelope(Envelope envelope) {
    item("ENVELOPE ");
    EnvelopeEncoder.write(out, envelope);
    return this;
  }

  /// `"BODY" SP body`
  public FetchResponse body(BodyPart message) {
    item("BODY ");
    BodyStructureEncoder.write(out, message, BodyStructureEncoder.Extension.WITHOUT);
    return this;
  }

  /// `"BODYSTRUCTURE" SP body`
  public FetchResponse bodyStructure(BodyPart message) {
    item("BODYSTRUCTURE ");
    BodyStructureEncoder.write(out, message, BodyStructureEncoder.Extension.WITH);
    return this;
  }

  /// `fetch-mod-resp = "MODSEQ" SP "(" permsg-modsequence ")"` (RFC 7162 §7)
  public FetchResponse modseq(long modseq) {
    item("MODSEQ (");
    out.number(modseq);
    out.raw(')');
    return this;
  }

  /// `fetch-emailid-resp = "EMAILID" SP "(" objectid ")"` (RFC 8474 §7)
  public FetchResponse emailId(String objectId) {
    item("EMAILID (");
    out.raw(objectId);
    out.raw(')');
    return this;
  }

  /// `"PREVIEW" SP nstring` (RFC 8970 §6): always in UTF-8, so a literal where the client has not
  /// enabled it in strings.
  public FetchResponse preview(String text) {
    item("PREVIEW ");
    out.string(text);
    return this;
  }

  /// `fetch-threadid-resp = "THREADID" SP ("(" objectid ")" / nil)` (RFC 8474 §7)
  public FetchResponse threadId(@Nullable String objectId) {
    item("THREADID ");
    if (objectId == null) {
      out.nil();
      return this;
    }
    out.raw('(');
    out.raw(objectId);
    out.raw(')');
    return this;
  }

  /// The name of one of the items `RFC822`, `RFC822.HEADER`, `RFC822.TEXT`, and the space after it;
  /// then [#octets], [#literal] or [#nil] must follow.
  public FetchResponse section(FetchAttribute.Item item) {
    item(item.text());
    out.space();
    return this;
  }

  /// `"BODY" section ["<" number ">"] SP`, after which [#octets], [#literal] or [#nil] must follow.
  public FetchResponse section(FetchAttribute.BodySection attribute) {
    item("BODY[");
    part(attribute.section().part());
    text(attribute.section());
    out.raw(']');
    origin(attribute.partial());
    out.space();
    return this;
  }

  /// `"BINARY" section-binary ["<" number ">"] SP`, after which [#octets], [#literal], [#literal8]
  /// or [#nil] must follow.
  public FetchResponse section(FetchAttribute.Binary attribute) {
    item("BINARY[");
    part(attribute.part());
    out.raw(']');
    origin(attribute.partial());
    out.space();
    return this;
  }

  /// `"BINARY.SIZE" section-binary SP number`
  public FetchResponse binarySize(FetchAttribute.BinarySize attribute, long octets) {
    item("BINARY.SIZE[");
    part(attribute.part());
    out.raw("] ");
    out.number(octets);
    return this;
  }

  /// The octets of a section: a literal, or a literal8 when there is a NUL among them.
  public FetchResponse octets(byte[] octets) {
    out.octets(octets);
    return this;
  }

  /// Announces a section of that many octets without NUL; whoever calls sends what is written so
  /// far and then exactly these octets, and goes on.
  public FetchResponse literal(long octets) {
    out.literalMarker(octets);
    return this;
  }

  /// [#literal] for octets that may hold NUL (`literal8`).
  public FetchResponse literal8(long octets) {
    out.raw('~');
    out.literalMarker(octets);
    return this;
  }

  /// There is no such section.
  public FetchResponse nil() {
    out.nil();
    return this;
  }

  private void part(List<Integer> part) {
    for (int i = 0; i < part.size(); i++) {
      if (i > 0) out.raw('.');
      out.number(part.get(i));
    }
  }

  private void text(Section section) {
    if (section.text() == SectionText.EVERYTHING) return;
    if (!section.part().isEmpty()) out.raw('.');
    out.raw(section.text().text());
    var fields = section.headerFields();
    for (int i = 0; i < fields.size(); i++) {
      out.raw(i == 0 ? " (" : " ");
      out.astring(fields.get(i));
    }
    if (!fields.isEmpty()) out.raw(')');
  }

  private void origin(FetchAttribute.@Nullable Partial partial) {
    if (partial == null) return;
    out.raw('<');
    out.number(partial.offset());
    out.raw('>');
  }

  private void item(String name) {
    if (!empty) out.space();
    empty = false;
    out.raw(name);
  }

  private static byte[][] systemFlags() {
    var flags = new byte[5][];
    for (var flag : Flag.SystemFlag.values())
      flags[Integer.numberOfTrailingZeros(flag.bit())] = ResponseWriter.ascii(flag.text());
    return flags;
  }
}
