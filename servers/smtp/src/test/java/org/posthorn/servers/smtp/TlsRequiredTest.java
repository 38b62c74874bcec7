package org.posthorn.servers.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 8689 §3: who would rather have his message read by others than not arrive says so in it.
class TlsRequiredTest {

  private House house;

  @BeforeEach
  void open() throws IOException {
    house = new House();
  }

  @AfterEach
  void close() throws IOException {
    house.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TLS-Required: No                    | elsewhere.test+any-tls
          tls-required:~ no                   | elsewhere.test+any-tls
          TLS-Required: Yes                   | elsewhere.test
          TLS-Required: No~TLS-Required: No   | elsewhere.test
          Subject: x~~TLS-Required: No        | elsewhere.test
          """)
  void such_a_message_goes_its_own_way(String header, String destination) throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SMTP))) {
      client.begin("paris@good.test", "elsewhere@example.test");
      client.send(header.replace("~", "\r\n") + "\r\n\r\nhi\r\n.\r\n");
      assertThat(client.reply()).startsWith("250");
    }
    assertThat(house.waiting().getFirst().destination()).isEqualTo(destination);
  }
}
