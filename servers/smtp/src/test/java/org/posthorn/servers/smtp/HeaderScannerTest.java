package org.posthorn.servers.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.testing.testkit.Mails;

class HeaderScannerTest {

  private record Seen(long octets, int received, boolean messageId, boolean date, boolean ended) {}

  private static Seen scan(byte[] message, int piece) {
    var scanner = new HeaderScanner();
    for (int at = 0; at < message.length; at += piece)
      scanner.scan(message, at, Math.min(piece, message.length - at));
    return new Seen(
        scanner.octets(),
        scanner.received(),
        scanner.hasMessageId(),
        scanner.hasDate(),
        scanner.ended());
  }

  private static Seen scan(String message) {
    return scan(message.getBytes(ISO_8859_1), 1_000_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Content-Type: message/partial; id=x~~         | true
          content-TYPE :~ MESSAGE / partial~~           | true
          A: b~Content-Type: (old) message/partial~~    | true
          Content-Type: multipart/mixed~Content-Type: message/partial~~ | true
          Content-Type: text/plain; x=message~~         | false
          Content-Type: messages/partial; y~~           | true
          Content-Type: messag~~message/partial         | false
          Content-Type:~X: message/partial~~            | false
          Content-Types: message/partial~~              | false
          Subject: x~~Content-Type: message/partial~    | false
          """)
  void a_message_in_a_message_is_seen_at_its_type(String message, boolean seen) {
    var bytes = message.replace("~", "\r\n").getBytes(ISO_8859_1);
    for (int piece : new int[] {1, 3, 1_000}) {
      var scanner = new HeaderScanner();
      for (int at = 0; at < bytes.length; at += piece)
        scanner.scan(bytes, at, Math.min(piece, bytes.length - at));
      assertThat(scanner.mayHoldMessage()).isEqualTo(seen);
    }
  }

  @Test
  void pieces_may_be_cut_anywhere() {
    for (var mail : Mails.all()) {
      if (mail.bytes().length > 200_000) continue;
      var whole = scan(mail.bytes(), 1_000_000);
      assertThat(scan(mail.bytes(), 1)).as(mail.name()).isEqualTo(whole);
      assertThat(scan(mail.bytes(), 7)).as(mail.name()).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Date: x~Message-ID: y~~                  | 0 | true  | true
          DATE:~message-id : y~~                   | 0 | true  | true
          Received: a~ b~\tc~received: d~~Received: | 2 | false | false
          X-Date: x~Dat: y~Dates: z~~              | 0 | false | false
          Subject: a~~Date: in the body~           | 0 | false | false
          no colon here~Date: x~                   | 0 | false | false
          : no name~Date: x~                       | 0 | false | false
          Message-ID-2: x~Received-SPF: y~~        | 0 | false | false
          Date                                     | 0 | false | false
          """)
  void only_fields_of_the_header_count(
      String message, int received, boolean hasMessageId, boolean hasDate) {
    var seen = scan(message.replace("~", "\r\n"));
    assertThat(seen.received()).isEqualTo(received);
    assertThat(seen.messageId()).isEqualTo(hasMessageId);
    assertThat(seen.date()).isEqualTo(hasDate);
  }

  @Test
  void the_size_of_the_header_does_not_grow_with_the_body() {
    var seen = scan("Subject: a\r\n\r\n" + "body\r\n".repeat(100));
    assertThat(seen.octets()).isBetween(12L, 14L);
    assertThat(seen.ended()).isTrue();
  }
}
