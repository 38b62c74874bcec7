package org.posthorn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.posthorn.wire.mail.DomainName;

class QuickstartConfigTest {
  private static final DomainName DOMAIN = new DomainName("example.test");

  private static Config config(int offset, Map<String, Integer> ports) throws Exception {
    var text = QuickstartConfig.text(DOMAIN, offset, ports);
    return ConfigReader.parse(text, Path.of("/data/posthorn.toml"));
  }

  private static Map<String, Integer> ports(Config config) {
    var ports = new TreeMap<String, Integer>();
    config.listeners().forEach(one -> ports.put(one.name().word(), one.port()));
    return ports;
  }

  @Test
  void it_listens_on_this_machine_only_on_ports_that_need_no_rights() throws Exception {
    var config = config(0, Map.of());
    assertThat(ports(config))
        .isEqualTo(
            Map.of(
                "smtp",
                2525,
                "submission",
                2587,
                "submissions",
                2465,
                "lmtp",
                2424,
                "imap",
                2143,
                "imaps",
                2993,
                "pop3",
                2110,
                "pop3s",
                2995,
                "managesieve",
                4190));
    assertThat(config.listeners())
        .allSatisfy(one ->
            assertThat(one.addresses())
                .singleElement()
                .matches(address -> address.isLoopbackAddress()));
    assertThat(config.server().hostname()).isEqualTo("mail.example.test");
    assertThat(config.server().data()).isEqualTo(Path.of("/data"));
  }

  @Test
  void every_port_can_be_another() throws Exception {
    assertThat(ports(config(10_000, Map.of("imap", 0))))
        .containsEntry("imap", 0)
        .containsEntry("smtp", 12_525);
    assertThat(ports(config(0, Map.of("all", 0, "smtp", 25))))
        .containsEntry("imap", 0)
        .containsEntry("smtp", 25);
  }

  @Test
  void what_is_no_port_or_no_listener_is_refused() {
    assertThatThrownBy(() -> config(0, Map.of("imap", 70_000))).hasMessageContaining("70000");
    assertThatThrownBy(() -> config(0, Map.of("gopher", 70))).hasMessageContaining("gopher");
    assertThatThrownBy(() -> config(0, Map.of("xmpp", 5222))).hasMessageContaining("yet");
  }
}
