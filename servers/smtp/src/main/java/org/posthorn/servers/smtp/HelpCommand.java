package org.posthorn.servers.smtp;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.Verb;

/// HELP (RFC 5321 §4.1.1.8).
final class HelpCommand {

  private HelpCommand() {}

  static Reply reply(SmtpSession session) {
    var flavour = session.server().flavour();
    var verbs =
        Arrays.stream(Verb.values())
            .filter(verb -> verb != Verb.UNKNOWN && verb != Verb.EXPN && flavour.has(verb))
            .filter(verb -> verb != Verb.AUTH || flavour.wantsLogin())
            .filter(verb -> verb != Verb.STARTTLS || session.connection().canStartTls())
            .map(Verb::name)
            .collect(Collectors.joining(" "));
    return new Reply(
        214,
        EnhancedCode.of("2.0.0"),
        List.of("commands: " + verbs, "a person answers at <postmaster>"));
  }
}
