package org.posthorn.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.domain.directory.Referral.Kind;
import org.posthorn.platform.storage.Dialect;

/// Accounts whose mail is at another server.
@ParameterizedClass
@EnumSource(Dialect.class)
class ReferralTest extends OnBothEngines {

  ReferralTest(Dialect dialect) {
    super(dialect);
  }

  @Test
  void what_is_stored_is_read_again() {
    var referral = new Referral(Kind.ADVISED, "imap.example.net:1143");
    assertThat(Referral.parse(referral.toString())).isEqualTo(referral);
    assertThat(referral.host()).isEqualTo("imap.example.net");
    assertThat(Referral.parse(null)).isNull();
    assertThat(Referral.parse("elsewhere imap.example.net")).isNull();
  }

  @Test
  void the_url_names_the_account_whatever_its_name_is() {
    var referral = new Referral(Kind.MOVED, "imap.example.net");
    assertThat(referral.imapUrl(address("a%b+d@verona.example")))
        .isEqualTo("imap://a%25b%2Bd%40verona.example;AUTH=*@imap.example.net/");
    assertThat(referral.imapUrl(address("j\u00FCrgen@verona.example")))
        .startsWith("imap://j%C3%BCrgen%40verona.example;AUTH=*@");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a]", "a/b", "a:0", "a:70000", "a:", "-a", "user@a", "a\r\nb"})
  void what_is_no_server_is_refused(String server) {
    assertThatThrownBy(() -> new Referral(Kind.MOVED, server))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Referral.parse("moved " + server)).isNull();
  }

  @Test
  void whoever_has_moved_is_told_where_once_he_is_known() {
    var romeo = account("romeo@verona.example");
    var moved = new Referral(Kind.MOVED, "imap.example.net");
    directory.accounts().change(ADMIN, romeo.id(), it -> it.withReferral(moved));
    assertThat(directory.authenticate("romeo@verona.example", SESAME, FACTS))
        .isInstanceOfSatisfying(
            LoginOutcome.Moved.class, it -> assertThat(it.referral()).isEqualTo(moved));
    var wrong = org.posthorn.wire.sasl.Secret.of("wrong");
    assertThat(directory.authenticate("romeo@verona.example", wrong, FACTS))
        .isInstanceOf(LoginOutcome.WrongPassword.class);
    assertThat(directory.audit(AuditQuery.newest(1)).getFirst().toString())
        .contains("moved imap.example.net");
    directory
        .accounts()
        .change(
            ADMIN,
            romeo.id(),
            it -> it.withReferral(new Referral(Kind.ADVISED, "imap.example.net")));
    assertThat(directory.authenticate("romeo@verona.example", SESAME, FACTS))
        .isInstanceOf(LoginOutcome.Ok.class);
  }

  @Test
  void a_disabled_account_is_disabled_wherever_it_is() {
    var romeo = account("romeo@verona.example");
    var moved = new Referral(Kind.MOVED, "imap.example.net");
    directory.accounts().change(ADMIN, romeo.id(), it -> it.withReferral(moved).withEnabled(false));
    assertThat(directory.authenticate("romeo@verona.example", SESAME, FACTS))
        .isInstanceOf(LoginOutcome.Disabled.class);
  }
}
