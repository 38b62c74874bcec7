package org.posthorn.wire.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.wire.mail.EmailAddress;

class CommandEncoderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EHLO mail.example.org",
        "MAIL FROM:<romeo@example.org> SIZE=12 BODY=8BITMIME RET=HDRS ENVID=a+2Bb REQUIRETLS",
        "MAIL FROM:<>",
        "RCPT TO:<jul\u00eda@example.net> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;j+2Bx@example.net",
        "RCPT TO:<\"a b\"@example.net>",
        "BDAT 17 LAST",
        "AUTH PLAIN AHgAeQ==",
        "QUIT"
      })
  void a_server_reads_what_a_client_writes(String line) throws Exception {
    var command = CommandParser.parse(line.getBytes(UTF_8));
    assertThat(new String(CommandEncoder.encode(command), UTF_8)).isEqualTo(line + "\r\n");
  }

  @Test
  void a_command_is_one_line() throws Exception {
    var path = new ForwardPath.Mailbox(EmailAddress.parse("juliet@example.net"));
    var smuggled = new EsmtpParameter("X", "1\r\nRCPT TO:<nurse@example.net>");
    var parameters = new RcptParameters(null, null, List.of(smuggled));
    assertThatThrownBy(() -> CommandEncoder.encode(new SmtpCommand.Rcpt(path, parameters)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CommandEncoder.encode(new SmtpCommand.Ehlo(new HelloName("a\nQUIT"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> CommandEncoder.encode(new SmtpCommand.Ehlo(new HelloName("a".repeat(600)))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_exchange_is_answered_and_cancelled() {
    assertThat(CommandEncoder.authResponse("")).asString(UTF_8).isEqualTo("\r\n");
    assertThat(CommandEncoder.authCancel()).asString(UTF_8).isEqualTo("*\r\n");
  }
}
