package org.posthorn.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.domain.directory.SenderRewriting.Reversed;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mailauth.Srs;

/// Addresses that stand for the senders of mail that we send on.
@ParameterizedClass
@EnumSource(Dialect.class)
class SenderRewritingTest extends OnBothEngines {

  private static final EmailAddress SHORT = address("friar@mantua.example");
  private static final EmailAddress LONG =
      address("bounces+0123456789-romeo=verona.example@em42.newsletters.mantua.example");

  SenderRewritingTest(Dialect dialect) {
    super(dialect);
  }

  private EmailAddress rewritten(EmailAddress sender) {
    var rewritten = directory.senders().rewrite(sender, VERONA);
    assertThat(rewritten.domain()).isEqualTo(VERONA);
    return rewritten;
  }

  private Reversed reversed(EmailAddress address) {
    return directory.senders().reverse(address);
  }

  @Test
  void senders_of_any_length_are_found_again_after_a_restart_and_on_other_nodes() {
    var first = rewritten(SHORT);
    var second = rewritten(LONG);
    try (var other = open(DirectoryConfig.DEFAULT)) {
      assertThat(other.senders().reverse(first)).isEqualTo(new Reversed.Original(SHORT));
      assertThat(other.senders().reverse(second)).isEqualTo(new Reversed.Original(LONG));
      assertThat(other.senders().rewrite(LONG, VERONA)).isEqualTo(second);
    }
  }

  @Test
  void an_address_that_nobody_here_has_made_leads_nowhere() {
    assertThat(reversed(address("srs0=aaaaaaaa=aa=mantua.example=friar@verona.example")))
        .isInstanceOf(Reversed.Nobody.class);
    assertThat(reversed(SHORT)).isInstanceOf(Reversed.NotRewritten.class);
  }

  @Test
  void a_new_secret_leaves_the_old_addresses_their_three_weeks() {
    var before = rewritten(SHORT);
    clock.move(Duration.ofDays(1));
    directory.senders().rotate(ADMIN);
    assertThat(rewritten(SHORT)).isNotEqualTo(before);
    assertThat(reversed(before)).isEqualTo(new Reversed.Original(SHORT));
    assertThat(directory.audit(AuditQuery.newest(1)).getFirst().kind())
        .isEqualTo(AuditEntry.ObjectKind.SRS_SECRET);

    clock.move(Duration.ofDays(Srs.MAX_DAYS + 2));
    assertThat(reversed(before))
        .isEqualTo(new Reversed.Nobody("it was not made here, or was changed on its way"));
  }

  @Test
  void a_sender_that_is_kept_is_forgotten_when_its_address_counts_no_more() {
    rewritten(LONG);
    clock.move(Duration.ofDays(Srs.MAX_DAYS + 2));
    rewritten(address("another." + LONG));
    assertThat(
            storage
                .directory()
                .<Long>read(tx ->
                    tx.handle().select("SELECT count(*) FROM srs_sender").mapTo(Long.class).one()))
        .isEqualTo(1);
  }

  @Test
  void of_many_secrets_the_oldest_is_forgotten() {
    var before = rewritten(SHORT);
    for (int i = 0; i < SenderRewriting.MAX_SECRETS; i++) directory.senders().rotate(ADMIN);
    assertThat(reversed(before)).isInstanceOf(Reversed.Nobody.class);
  }
}
