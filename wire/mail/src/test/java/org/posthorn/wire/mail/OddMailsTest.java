package org.posthorn.wire.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.testing.testkit.Mail;
import org.posthorn.testing.testkit.Mails;

/// What must hold for every message, tried on the shared collection of ordinary, odd and broken
/// ones.
class OddMailsTest {

  static Stream<Mail> mails() {
    return Mails.all().stream();
  }

  @ParameterizedTest
  @MethodSource("mails")
  void every_named_message_is_read_whole(Mail mail) throws IOException {
    assertReadWhole(mail);
  }

  @Test
  void damaged_messages_are_read_whole() throws IOException {
    for (var mail : Mails.damaged(2_000, 9051).toList()) assertReadWhole(mail);
  }

  private static void assertReadWhole(Mail mail) throws IOException {
    var bytes = mail.bytes();
    MessageParserTest.assertNested(bytes);
    var parsed = MessageParser.parse(bytes);
    var streamed = MessageParser.parse(new ByteArrayInputStream(bytes), MessageLimits.ORDINARY);
    assertThat(streamed.root()).as(mail.name()).isEqualTo(parsed.root());
    assertThat(BodyPartCodec.decode(BodyPartCodec.encode(parsed.root()))).isEqualTo(parsed.root());
    var summary = MessageSummary.decode(parsed.summary().encode());
    assertThat(summary.envelope()).as(mail.name()).isEqualTo(parsed.envelope());
    var names = Set.of("From", "Subject", "Content-Type");
    if (summary.covers(names))
      assertThat(summary.headerFields(names)).isEqualTo(parsed.headers().select(names));
    assertThat(parsed.threading().subject().text()).doesNotContain("\0", "\r", "\n");
    var text = new TextMatcher("no such text in any message");
    MessageText.readHeader(parsed.headers(), text);
    MessageText.readBody(parsed.root(), MessageSource.of(bytes), text);
    assertThat(text.found()).isFalse();
  }
}
