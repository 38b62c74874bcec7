package org.posthorn.servers.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.posthorn.testing.testkit.Dialect;
import org.posthorn.testing.testkit.Endpoint;
import org.posthorn.testing.testkit.Mode;
import org.posthorn.testing.testkit.Scenario;
import org.posthorn.testing.testkit.ServerUnderTest;
import org.posthorn.testing.testkit.Transcripts;

/// Plays all transcripts. The first folder of a file's path is the flavour.
///
/// Settings: `limits: small` chooses a server whose limits are easily reached, `senders: checked`
/// one that trusts nobody; `delivered: romeo 2` says how many messages somebody has more than
/// before, and nobody else has any, `romeo/Junk` how many are in another mailbox.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranscriptsTest implements ServerUnderTest {

  private static final Set<String> SETTINGS = Set.of("limits", "senders", "delivered", "prelude");
  private static final String[] PEOPLE = {
    "romeo", "juliet", "nurse", "prince", "full", "stuffed", "ünïcode", "romeo/Junk"
  };

  private House house;
  private House small;
  private House checked;

  @BeforeAll
  void open() throws IOException {
    house = new House();
    small = new House(Limits::small);
    checked = Strangers.house();
  }

  @AfterAll
  void close() throws IOException {
    house.close();
    small.close();
    checked.close();
  }

  @TestFactory
  Stream<DynamicNode> transcripts() {
    return Transcripts.in("transcripts").against(this);
  }

  @Override
  public Running start(Scenario scenario, Mode mode) {
    assertThat(SETTINGS).containsAll(scenario.settings().keySet());
    var flavour = scenario.name().substring(0, scenario.name().indexOf('/'));
    return new Play(scenario, where(scenario), Flavour.valueOf(flavour.toUpperCase(Locale.ROOT)));
  }

  private House where(Scenario scenario) {
    if (scenario.setting("senders", "trusted").equals("checked")) return checked;
    return scenario.setting("limits", "default").equals("small") ? small : house;
  }

  private static final class Play implements Running {
    private final Scenario scenario;
    private final House house;
    private final Flavour flavour;
    private final Map<String, Integer> before;

    Play(Scenario scenario, House house, Flavour flavour) {
      this.scenario = scenario;
      this.house = house;
      this.flavour = flavour;
      before = counts();
    }

    private Map<String, Integer> counts() {
      var counts = new HashMap<String, Integer>();
      for (var name : PEOPLE) counts.put(name, house.count(name));
      return counts;
    }

    @Override
    public Endpoint endpoint(String session) {
      var dialect = flavour == Flavour.LMTP ? Dialect.LMTP : Dialect.SMTP;
      return Endpoint.local(dialect, house.port(flavour), house.tlsPort(flavour));
    }

    @Override
    public Map<String, String> variables() {
      return Map.of("password", House.PASSWORD);
    }

    @Override
    public String prelude(String session) {
      return switch (scenario.setting("prelude", "hello")) {
        case "none" -> "";
        case "hello" -> "S: 220 mail.example.test *\n" + hello();
        case "login" ->
            "S: 220 mail.example.test *\n"
                + hello()
                + "C: AUTH PLAIN ${base64:\\0romeo@example.test\\0$password}\nS: 235 2.7.0 *\n";
        default -> throw new IllegalArgumentException("no such prelude");
      };
    }

    private String hello() {
      var verb = flavour == Flavour.LMTP ? "LHLO" : "EHLO";
      return "C: "
          + verb
          + " client.example.test\nS: 250-mail.example.test\nS? 250-*\nS: 250 HELP\n";
    }

    @Override
    public void finished() {
      var wanted = new HashMap<>(before);
      var setting = scenario.setting("delivered", "").getBytes(StandardCharsets.ISO_8859_1);
      var words = new String(setting, StandardCharsets.UTF_8).split(" +", -1);
      for (var i = 0; i + 1 < words.length; i += 2)
        wanted.merge(words[i], Integer.parseInt(words[i + 1]), Integer::sum);
      assertThat(counts()).isEqualTo(wanted);
      assertThat(house.temporaryFiles()).isEmpty();
    }
  }
}
