package org.posthorn.servers.smtp;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.posthorn.domain.guard.Reaction;
import org.posthorn.domain.guard.SenderPolicy;
import org.posthorn.domain.guard.SenderPolicy.Reactions;

/// A house that trusts nobody, and the domains that write to it: 127.0.0.1 may send for good.test
/// and no other.
final class Strangers {
  private Strangers() {}

  static House house() throws IOException {
    var house = new House(UnaryOperator.identity(), policy());
    house
        .dns()
        .add(
            """
            good.test              TXT v=spf1 ip4:127.0.0.1 -all
            _dmarc.good.test       TXT v=DMARC1; p=reject
            reject.test            TXT v=spf1 -all
            _dmarc.reject.test     TXT v=DMARC1; p=reject
            quarantine.test        TXT v=spf1 -all
            _dmarc.quarantine.test TXT v=DMARC1; p=quarantine
            plain.test             TXT v=spf1 -all
            _dmarc.broken.test     FAILS SERVER_FAILED
            """);
    return house;
  }

  private static SenderPolicy policy() {
    var usual = SenderPolicy.DEFAULTS;
    var reactions = usual.reactions();
    return new SenderPolicy(
        usual.checks(),
        new Reactions(
            reactions.noName(),
            reactions.spfFail(),
            reactions.spfSoftfail(),
            reactions.dkimFail(),
            reactions.dmarcReject(),
            reactions.dmarcQuarantine(),
            reactions.noAuthor(),
            Reaction.LATER),
        List.of(),
        Set.of(),
        List.of(),
        Set.of(),
        usual.timeLimit());
  }
}
