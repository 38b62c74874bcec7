package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.HeaderField;
import org.posthorn.wire.report.AutomaticMail.Body;
import org.posthorn.wire.report.AutomaticMail.Threading;

class AutomaticMailTest {

  private static String written(AutomaticMail mail) {
    return new String(
        mail.write(
            new DomainName("mail.example.test"),
            Instant.parse("2026-11-20T12:00:00Z"),
            new Random(1)),
        UTF_8);
  }

  private static AutomaticMail of(String from, String subject, Body body) {
    return new AutomaticMail(
        from,
        "paris@good.test",
        subject,
        new Threading("1@good.test", List.of("0@good.test", "1@good.test")),
        List.of(new HeaderField("Auto-Submitted", "auto-replied (vacation)")),
        body);
  }

  @Test
  void a_text_in_ascii_goes_as_it_is() {
    assertThat(written(of("romeo@example.test", "Auto: hi", new Body.Text("I am away.\n\nR."))))
        .contains("From: romeo@example.test\r\nTo: paris@good.test\r\nSubject: Auto: hi\r\n")
        .contains("In-Reply-To: <1@good.test>\r\nReferences: <0@good.test> <1@good.test>\r\n")
        .contains("Auto-Submitted: auto-replied (vacation)\r\n")
        .contains("Content-Transfer-Encoding: 7bit\r\n\r\nI am away.\r\n\r\nR.\r\n");
  }

  @Test
  void other_text_is_encoded_and_so_are_names() {
    assertThat(written(of("Roméo <romeo@example.test>", "Ça va", new Body.Text("À bientôt"))))
        .contains("From: =?utf-8?B?Um9tw6lv?= <romeo@example.test>\r\n")
        .contains("Subject: =?utf-8?B?w4dhIHZh?=\r\n")
        .contains("Content-Transfer-Encoding: base64\r\n\r\nw4AgYmllbnTDtHQNCg==\r\n");
  }

  @Test
  void an_entity_brings_its_content_fields_and_no_others() {
    var entity =
        "Content-Type: text/html; charset=utf-8\r\nBcc: mercutio@example.test\r\n\r\n<p>away</p>";
    assertThat(written(of("romeo@example.test", "x", new Body.Entity(entity))))
        .contains("MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>away</p>")
        .doesNotContain("mercutio");
  }

  @Test
  void nothing_that_a_script_gives_begins_a_field_of_its_own() {
    assertThat(
            written(of("romeo@example.test", "hi\r\nBcc: tybalt@example.test", new Body.Text("x"))))
        .contains("Subject: hi Bcc: tybalt@example.test\r\n");
  }
}
