package org.posthorn.wire.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.wire.imap.FetchAttribute.Binary;
import org.posthorn.wire.imap.FetchAttribute.BinarySize;
import org.posthorn.wire.imap.FetchAttribute.BodySection;
import org.posthorn.wire.imap.FetchAttribute.Item;
import org.posthorn.wire.imap.FetchAttribute.Partial;
import org.posthorn.wire.imap.FetchAttribute.Section;
import org.posthorn.wire.imap.FetchAttribute.SectionText;

class FetchParserTest {

  static List<FetchAttribute> attributes(String attributes) throws ImapSyntaxException {
    return ((WithMailbox.Fetch) Wire.parse("FETCH 1 " + attributes)).attributes();
  }

  static FetchAttribute single(String attribute) throws ImapSyntaxException {
    return attributes(attribute).getFirst();
  }

  @Test
  void macros_are_expanded() throws Exception {
    assertThat(attributes("fast")).containsExactly(Item.FLAGS, Item.INTERNALDATE, Item.RFC822_SIZE);
    assertThat(attributes("ALL"))
        .containsExactly(Item.FLAGS, Item.INTERNALDATE, Item.RFC822_SIZE, Item.ENVELOPE);
    assertThat(attributes("FULL"))
        .containsExactly(Item.FLAGS, Item.INTERNALDATE, Item.RFC822_SIZE, Item.ENVELOPE, Item.BODY);
  }

  @Test
  void items_keep_their_order_and_stand_once() throws Exception {
    assertThat(
            attributes("(uid body bodystructure RFC822 rfc822.text MODSEQ EMAILID THREADID UID)"))
        .containsExactly(
            Item.UID,
            Item.BODY,
            Item.BODYSTRUCTURE,
            Item.RFC822,
            Item.RFC822_TEXT,
            Item.MODSEQ,
            Item.EMAILID,
            Item.THREADID);
  }

  @Test
  void sections_have_part_text_fields_and_partial() throws Exception {
    assertThat(single("BODY[]")).isEqualTo(new BodySection(Section.WHOLE_MESSAGE, null, false));
    assertThat(single("BODY.PEEK[1.2.3]<0.9223372036854775807>"))
        .isEqualTo(
            new BodySection(
                new Section(List.of(1, 2, 3), SectionText.EVERYTHING, List.of()),
                new Partial(0, Long.MAX_VALUE),
                true));
    assertThat(single("body.peek[header.fields (Date \"From\" {2}\r\nTo)]"))
        .isEqualTo(
            new BodySection(
                new Section(List.of(), SectionText.HEADER_FIELDS, List.of("Date", "From", "To")),
                null,
                true));
    assertThat(single("BODY[4294967295.HEADER.FIELDS.NOT (x)]"))
        .isEqualTo(
            new BodySection(
                new Section(
                    List.of(Integer.MAX_VALUE), SectionText.HEADER_FIELDS_NOT, List.of("x")),
                null,
                false));
    assertThat(single("BODY[1.MIME]"))
        .isEqualTo(
            new BodySection(new Section(List.of(1), SectionText.MIME, List.of()), null, false));
    assertThat(single("BINARY[]")).isEqualTo(new Binary(List.of(), null, false));
    assertThat(single("BINARY.PEEK[1.2]<1.2>"))
        .isEqualTo(new Binary(List.of(1, 2), new Partial(1, 2), true));
    assertThat(single("BINARY.SIZE[7]")).isEqualTo(new BinarySize(List.of(7)));
  }

  @Test
  void only_what_shows_a_body_sets_seen() throws Exception {
    for (var seen : List.of("BODY[]", "BODY[TEXT]", "BINARY[1]", "RFC822", "RFC822.TEXT"))
      assertThat(single(seen).setsSeen()).as(seen).isTrue();
    for (var unseen :
        List.of(
            "BODY.PEEK[]", "BINARY.PEEK[1]", "BINARY.SIZE[1]", "RFC822.HEADER", "BODY", "FLAGS"))
      assertThat(single(unseen).setsSeen()).as(unseen).isFalse();
  }

  @Test
  void too_many_of_anything_is_bad() {
    assertThatThrownBy(() -> attributes("(" + "FLAGS ".repeat(256) + "UID)"))
        .isInstanceOf(ImapSyntaxException.class);
    assertThatThrownBy(() -> attributes("BODY[" + "1.".repeat(100) + "1]"))
        .isInstanceOf(ImapSyntaxException.class);
    assertThatThrownBy(() -> attributes("BODY[HEADER.FIELDS (" + "a ".repeat(500) + "a)]"))
        .isInstanceOf(ImapSyntaxException.class);
  }

  @Test
  void expunge_is_held_back_only_for_sequence_numbers() throws Exception {
    assertThat(Wire.parse("FETCH 1 FLAGS").allowsExpunge()).isFalse();
    assertThat(Wire.parse("UID FETCH 1 FLAGS").allowsExpunge()).isTrue();
    assertThat(Wire.parse("STORE 1 FLAGS ()").allowsExpunge()).isFalse();
    assertThat(Wire.parse("SEARCH ALL").allowsExpunge()).isFalse();
    assertThat(Wire.parse("UID SEARCH ALL").allowsExpunge()).isTrue();
    assertThat(Wire.parse("NOOP").allowsExpunge()).isTrue();
  }
}
