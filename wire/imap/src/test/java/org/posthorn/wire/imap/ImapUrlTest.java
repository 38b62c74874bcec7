package org.posthorn.wire.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.wire.imap.FetchAttribute.Partial;
import org.posthorn.wire.imap.FetchAttribute.Section;
import org.posthorn.wire.imap.FetchAttribute.SectionText;
import org.posthorn.wire.imap.ImapUrl.Access;

class ImapUrlTest {
  private static ImapUrl url(String text) {
    return Objects.requireNonNull(ImapUrl.parse(text));
  }

  @Test
  void a_part_of_a_message_by_an_absolute_url() {
    var url =
        url(
            "imap://fred%40example.org;AUTH=*@host.example:143/Caf%C3%A9/x;UIDVALIDITY=385759045"
                + "/;UID=20/;section=1.2.MIME/;PARTIAL=3.7");
    assertThat(url.server()).isEqualTo(new ImapUrl.Server("fred@example.org", "host.example:143"));
    assertThat(url.mailbox()).isEqualTo(new MailboxName("Café/x"));
    assertThat(url.uidValidity()).isEqualTo(385759045);
    assertThat(url.uid()).isEqualTo(20);
    assertThat(url.section()).isEqualTo(new Section(List.of(1, 2), SectionText.MIME, List.of()));
    assertThat(url.partial()).isEqualTo(new Partial(3, 7));
  }

  @Test
  void relative_ones_name_a_mailbox_or_the_selected_one() {
    assertThat(url("/Drafts;UIDVALIDITY=1/;UID=20").mailbox()).isEqualTo(new MailboxName("Drafts"));
    assertThat(url("/Drafts/;UID=20").mailbox()).isEqualTo(new MailboxName("Drafts"));
    assertThat(url(";UID=20").mailbox()).isNull();
    var fields = url(";UID=20/;SECTION=HEADER.FIELDS%20(DATE%20FROM)").section();
    assertThat(fields.headerFields()).containsExactly("DATE", "FROM");
  }

  @Test
  void an_authorized_one_has_a_rump() {
    var rump =
        "imap://joe@example.com/INBOX/;uid=20/;section=1.2;expire=2026-12-01T00:00:00Z"
            + ";urlauth=submit+fred";
    var authorization =
        Objects.requireNonNull(
            url(rump + ":internal:91354A473744909de610943775f92038").authorization());
    assertThat(authorization.rump()).isEqualTo(rump);
    assertThat(authorization.access()).isEqualTo(Access.SUBMIT);
    assertThat(authorization.user()).isEqualTo("fred");
    assertThat(authorization.expires()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(authorization.verifier())
        .isEqualTo(new ImapUrl.Verifier("INTERNAL", "91354a473744909de610943775f92038"));
    var bare = Objects.requireNonNull(url(rump).authorization());
    assertThat(bare.verifier()).isNull();
    assertThat(bare.rump()).isEqualTo(rump);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "imap://host",
        "imap://host/",
        "imap://host/INBOX",
        "imap://host/;UID=1",
        "imap://host/INBOX?SUBJECT%20x",
        "http://host/INBOX/;UID=1",
        "/INBOX;UID=0",
        "/INBOX;UID=4294967296",
        "/INBOX;UID=1;UID=2",
        "/INBOX;SECTION=1/;UID=1",
        "/INBOX;UID=1/;SECTION=1.",
        "/INBOX;UID=1/;SECTION=NOTHING",
        "/INBOX;UID=1/;SECTION=%",
        "/IN%FFBOX;UID=1",
        "/INBOX;UID=1;EXPIRE=2026-12-01T00:00:00Z",
        "/INBOX;UID=1;URLAUTH=user+",
        "/INBOX;UID=1;URLAUTH=everybody",
        "/INBOX;UID=1;URLAUTH=authuser:internal:12",
        "/INBOX;UID=1;FOO=1",
      })
  void others_are_none(String text) {
    assertThat(ImapUrl.parse(text)).isNull();
  }
}
