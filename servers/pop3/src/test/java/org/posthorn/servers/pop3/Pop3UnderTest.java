package org.posthorn.servers.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Set;
import org.posthorn.testing.serverkit.HouseRun;
import org.posthorn.testing.testkit.Dialect;
import org.posthorn.testing.testkit.Mails;
import org.posthorn.testing.testkit.Mode;
import org.posthorn.testing.testkit.Scenario;
import org.posthorn.testing.testkit.ServerUnderTest;

/// The POP3 server for transcripts. Every session logs in as romeo, one named `juliet` as juliet.
///
/// Settings: `state:` `connected` (nothing said yet, not even read) or `login` (the default);
/// `inbox:` names of [Mails] to put into romeo's INBOX first; `odd:` `bare` or `names` for a
/// message with bare line ends or with names beyond ASCII after them; `referral:` `moved` and a
/// host, for romeo.
final class Pop3UnderTest implements ServerUnderTest {

  private static final Set<String> SETTINGS = Set.of("state", "inbox", "odd", "referral");

  private final TestHouse house;

  Pop3UnderTest(TestHouse house) {
    this.house = house;
  }

  @Override
  public Running start(Scenario scenario, Mode mode) throws IOException {
    HouseRun.check(scenario, SETTINGS);
    house.reset();
    house.deliverNamed("romeo", scenario.setting("inbox", ""));
    switch (scenario.setting("odd", "")) {
      case "" -> {}
      case "bare" -> house.deliver("romeo", "Subject: bare\n\none\r.two\r\n...".getBytes(UTF_8));
      case "names" ->
          house.deliver(
              "romeo",
              "Subject: Gr\u00FC\u00DFe\r\nFrom: a@b.example\r\n\r\n\u00E4\r\n".getBytes(UTF_8));
      default -> throw new IllegalArgumentException("odd");
    }
    house.refer("romeo", scenario.setting("referral", ""));
    var state = scenario.setting("state", "login");
    return new HouseRun(house, Dialect.POP3, user -> prelude(state, user));
  }

  private static String prelude(String state, String user) {
    return switch (state) {
      case "connected" -> "";
      case "login" -> "S: +OK *\nC: USER " + user + "\nS: +OK *\nC: PASS $password\nS: +OK *\n";
      default -> throw new IllegalArgumentException("state " + state);
    };
  }
}
