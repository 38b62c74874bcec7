package org.posthorn.wire.imap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.imap.FetchAttribute.Item;
import org.posthorn.wire.imap.FetchAttribute.Partial;
import org.posthorn.wire.imap.FetchAttribute.Section;
import org.posthorn.wire.imap.FetchAttribute.SectionText;

/// FETCH and UID FETCH (RFC 9051 §6.4.5, RFC 3501 §6.4.5, RFC 3516, RFC 7162 §3.1.4, RFC 8514, RFC
/// 9394).
final class FetchParser {

  private static final List<Item> FAST = List.of(Item.FLAGS, Item.INTERNALDATE, Item.RFC822_SIZE);

  private FetchParser() {}

  /// ```
  /// fetch = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" /
  ///         fetch-att / "(" fetch-att *(SP fetch-att) ")") [fetch-modifiers]
  /// ```
  static ImapCommand fetch(Cursor cursor, NumberedBy numbers) throws ImapSyntaxException {
    cursor.space();
    var messages = cursor.sequenceSet();
    cursor.space();
    var attributes = new LinkedHashSet<FetchAttribute>();
    if (numbers == NumberedBy.UID) attributes.add(Item.UID);
    if (cursor.skipIf('(')) list(cursor, attributes);
    else single(cursor, attributes);
    var modifiers = cursor.skipIf(' ') ? modifiers(cursor) : new Modifiers(null, null);
    var changedSince = modifiers.changedSince();
    if (changedSince != null && changedSince.vanished() && numbers != NumberedBy.UID)
      throw cursor.fault("VANISHED belongs to UID FETCH");
    // RFC 9394 §3.3
    if (modifiers.partial() != null && numbers != NumberedBy.UID)
      throw cursor.fault("PARTIAL belongs to UID FETCH");
    // RFC 7162 §3.1.4.1: CHANGEDSINCE implies that the modification sequence is told.
    if (changedSince != null) attributes.add(Item.MODSEQ);
    return new WithMailbox.Fetch(
        numbers, messages, List.copyOf(attributes), changedSince, modifiers.partial());
  }

  /// `fetch-att *(SP fetch-att) ")"`
  static void list(Cursor cursor, SequencedSet<FetchAttribute> attributes)
      throws ImapSyntaxException {
    int count = 0;
    do {
      if (++count > ImapLimits.FETCH_ATTRIBUTES) throw cursor.fault("Too many data items");
      attributes.add(attribute(cursor, cursor.word()));
    } while (cursor.skipIf(' '));
    cursor.expect(')');
  }

  private static void single(Cursor cursor, SequencedSet<FetchAttribute> attributes)
      throws ImapSyntaxException {
    var name = cursor.word();
    switch (name) {
      case "FAST" -> attributes.addAll(FAST);
      case "ALL" -> {
        attributes.addAll(FAST);
        attributes.add(Item.ENVELOPE);
      }
      case "FULL" -> {
        attributes.addAll(FAST);
        attributes.add(Item.ENVELOPE);
        attributes.add(Item.BODY);
      }
      default -> attributes.add(attribute(cursor, name));
    }
  }

  /// ```
  /// fetch-att = "ENVELOPE" / "FLAGS" / "INTERNALDATE" / "RFC822" [".HEADER" / ".SIZE" / ".TEXT"] /
  ///             "BODY" ["STRUCTURE"] / "UID" / "MODSEQ" / "EMAILID" / "THREADID" / "SAVEDATE" /
  ///             "BODY" [".PEEK"] section [partial] /
  ///             "BINARY" [".PEEK"] section-binary [partial] / "BINARY.SIZE" section-binary
  /// ```
  private static FetchAttribute attribute(Cursor cursor, String name) throws ImapSyntaxException {
    if (cursor.peek() == '[')
      return switch (name) {
        case "BODY" -> new FetchAttribute.BodySection(section(cursor), partial(cursor), false);
        case "BODY.PEEK" -> new FetchAttribute.BodySection(section(cursor), partial(cursor), true);
        case "BINARY" -> new FetchAttribute.Binary(binary(cursor), partial(cursor), false);
        case "BINARY.PEEK" -> new FetchAttribute.Binary(binary(cursor), partial(cursor), true);
        case "BINARY.SIZE" -> new FetchAttribute.BinarySize(binary(cursor));
        default -> throw cursor.fault("Unknown data item");
      };
    var item = Item.named(name);
    if (item == null) throw cursor.fault("Unknown data item");
    if (item == Item.PREVIEW) previewModifiers(cursor);
    return item;
  }

  /// `preview = "PREVIEW" [SP "(" "LAZY" *(SP modifier) ")"]` (RFC 8970 §6). Nothing here takes
  /// long enough to be put off.
  private static void previewModifiers(Cursor cursor) throws ImapSyntaxException {
    if (cursor.peek() != ' ' || cursor.peekSecond() != '(') return;
    // Behind a lone PREVIEW the modifiers of FETCH itself look the same.
    if (!cursor.followedByWord(" (", "LAZY")) return;
    cursor.space();
    cursor.expect('(');
    if (!cursor.word().equals("LAZY")) throw cursor.fault("Unknown modifier");
    cursor.expect(')');
  }

  /// ```
  /// section      = "[" [section-spec] "]"
  /// section-spec = section-msgtext / (section-part ["." section-text])
  /// section-text = section-msgtext / "MIME"
  /// ```
  private static Section section(Cursor cursor) throws ImapSyntaxException {
    cursor.expect('[');
    if (cursor.skipIf(']')) return Section.WHOLE_MESSAGE;
    var part = new ArrayList<Integer>();
    boolean text = sectionPart(cursor, part);
    var kind = text ? SectionText.named(cursor.word()) : SectionText.EVERYTHING;
    if (kind == null || (kind == SectionText.MIME && part.isEmpty()))
      throw cursor.fault("Unknown section");
    List<String> fields = List.of();
    if (kind == SectionText.HEADER_FIELDS || kind == SectionText.HEADER_FIELDS_NOT) {
      cursor.space();
      fields = headerList(cursor);
    }
    cursor.expect(']');
    return new Section(part, kind, fields);
  }

  /// What stands between the brackets, from elsewhere than a FETCH.
  static Section sectionOf(String text) throws ImapSyntaxException {
    var raw = new RawCommand(CommandLimits.BEFORE_LOGIN);
    raw.addLine(("[" + text + "]").getBytes(StandardCharsets.UTF_8));
    var cursor = new Cursor(raw, WireMode.REV2);
    var section = section(cursor);
    cursor.end();
    return section;
  }

  /// `section-part = nz-number *("." nz-number)`; returns whether a text specifier must follow.
  private static boolean sectionPart(Cursor cursor, List<Integer> part) throws ImapSyntaxException {
    while (Chars.isDigit(cursor.peek())) {
      if (part.size() == ImapLimits.SECTION_DEPTH) throw cursor.fault("Section too deep");
      long number = cursor.nzNumber();
      // No message has that many parts; as an int it only means that there is none.
      part.add((int) Math.min(number, Integer.MAX_VALUE));
      if (!cursor.skipIf('.')) return false;
    }
    return true;
  }

  /// `header-list = "(" header-fld-name *(SP header-fld-name) ")"`
  private static List<String> headerList(Cursor cursor) throws ImapSyntaxException {
    var fields = new ArrayList<String>();
    cursor.expect('(');
    do {
      if (fields.size() == ImapLimits.HEADER_FIELDS) throw cursor.fault("Too many header fields");
      fields.add(cursor.text());
    } while (cursor.skipIf(' '));
    cursor.expect(')');
    return fields;
  }

  /// `section-binary = "[" [section-part] "]"`
  private static List<Integer> binary(Cursor cursor) throws ImapSyntaxException {
    var part = new ArrayList<Integer>();
    cursor.expect('[');
    if (sectionPart(cursor, part) && !part.isEmpty()) throw cursor.fault("Part number expected");
    cursor.expect(']');
    return part;
  }

  /// `partial = "<" number64 "." nz-number64 ">"`
  private static @Nullable Partial partial(Cursor cursor) throws ImapSyntaxException {
    if (!cursor.skipIf('<')) return null;
    long offset = cursor.number64();
    cursor.expect('.');
    long length = cursor.number64();
    if (length == 0) throw cursor.fault("Partial of no octets");
    cursor.expect('>');
    return new Partial(offset, length);
  }

  /// ```
  /// fetch-modifiers = SP "(" fetch-modifier *(SP fetch-modifier) ")"
  /// fetch-modifier  = "CHANGEDSINCE" SP mod-sequence-value / "VANISHED" /
  ///                   "PARTIAL" SP partial-range
  /// ```
  private static Modifiers modifiers(Cursor cursor) throws ImapSyntaxException {
    long modseq = -1;
    boolean vanished = false;
    PartialRange partial = null;
    cursor.expect('(');
    do {
      switch (cursor.word()) {
        case "CHANGEDSINCE" -> {
          if (modseq >= 0) throw cursor.fault("CHANGEDSINCE twice");
          cursor.space();
          // COMPAT(Thunderbird, 2026-11): 0 is not in the grammar, but sent by clients that know
          // nothing yet, and its meaning is plain.
          modseq = cursor.number64();
        }
        case "VANISHED" -> vanished = true;
        case "PARTIAL" -> {
          if (partial != null) throw cursor.fault("PARTIAL twice");
          cursor.space();
          partial = PartialRange.parse(cursor);
        }
        default -> throw cursor.fault("Unknown fetch modifier");
      }
    } while (cursor.skipIf(' '));
    cursor.expect(')');
    if (modseq < 0 && vanished) throw cursor.fault("VANISHED needs CHANGEDSINCE");
    return new Modifiers(
        modseq < 0 ? null : new WithMailbox.ChangedSince(modseq, vanished), partial);
  }

  private record Modifiers(
      WithMailbox.@Nullable ChangedSince changedSince, @Nullable PartialRange partial) {}
}
