package org.posthorn.wire.mailauth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;

/// The cases of `spf-cases.txt`; the file says how it is written.
final class SpfCases {

  /// @param explanation what is expected of it; `DEFAULT` is none, null does not matter
  record Case(
      String title,
      FakeDns zone,
      SpfInput input,
      List<SpfResult> results,
      @Nullable String explanation) {
    @Override
    public String toString() {
      return title;
    }
  }

  private static final String DEFAULT_HELO = "mail.example.net";

  private SpfCases() {}

  static List<Case> all() {
    var cases = new ArrayList<Case>();
    var zone = FakeDns.of();
    var section = "";
    for (var line : lines()) {
      if (line.startsWith("== ")) {
        section = line.substring(3);
        zone = FakeDns.of();
      } else if (line.startsWith("? ")) {
        cases.add(parse(section, zone, line.substring(2)));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        zone.add(unescaped(line));
      }
    }
    return cases;
  }

  private static List<String> lines() {
    try (var in = SpfCases.class.getResourceAsStream("spf-cases.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String unescaped(String line) {
    return line.replace("\\t", "\t").replace("\\1", "\u0001").replace("\\0", "\0");
  }

  private static Case parse(String section, FakeDns zone, String line) {
    var fields = line.split("\\|", -1);
    var sender = fields[3].strip();
    var helo = fields[2].strip();
    var results = new ArrayList<SpfResult>();
    for (var name : fields[0].strip().split("/", -1))
      results.add(SpfResult.valueOf(name.toUpperCase(Locale.ROOT)));
    try {
      return new Case(
          section + ": " + fields[4].strip(),
          zone,
          new SpfInput(
              InetAddress.ofLiteral(fields[1].strip()),
              helo.equals("-") ? DEFAULT_HELO : helo,
              sender.equals("<>") ? null : EmailAddress.parse(sender)),
          results,
          fields.length > 5 ? fields[5].strip() : null);
    } catch (AddressException e) {
      throw new IllegalArgumentException(line, e);
    }
  }
}
