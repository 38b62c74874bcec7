package org.posthorn.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.domain.queue.DestinationLimits;
import org.posthorn.domain.relay.Hop;
import org.posthorn.domain.relay.OutgoingMail.AllTheWay;
import org.posthorn.domain.relay.TlsDemand;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.ReversePath;

class RouteTableTest {
  private static final DomainName VERONA = new DomainName("verona.example");
  private static final RouteRule TWO_AT_A_TIME =
      new RouteRule(
          "slow",
          List.of(new RouteRule.Domains(VERONA, false)),
          List.of(),
          null,
          new DestinationLimits(2, null));

  private static String destination(RouteTable table, String to, AllTheWay tls)
      throws AddressException {
    return table.destination(EmailAddress.parse(to), new ReversePath.Null(), tls);
  }

  @Test
  void mail_to_which_tls_does_not_matter_goes_to_the_same_hosts_whatever_they_publish()
      throws AddressException {
    var table = new RouteTable(List.of(TWO_AT_A_TIME), TlsDemand.PUBLISHED);
    var usual = destination(table, "a@verona.example", AllTheWay.NOT_REQUIRED);
    var any = destination(table, "a@verona.example", AllTheWay.OPTIONAL);
    assertThat(usual).isEqualTo("verona.example");
    assertThat(any).isEqualTo("verona.example+any-tls");
    assertThat(table.hop(usual)).isEqualTo(new Hop.Exchange(VERONA, TlsDemand.PUBLISHED));
    assertThat(table.hop(any)).isEqualTo(new Hop.Exchange(VERONA, TlsDemand.OPPORTUNISTIC));
    assertThat(table.limits(any)).isEqualTo(table.limits(usual));
    assertThat(table.limits(any).connections()).isEqualTo(2);
  }

  @Test
  void where_tls_is_turned_off_it_stays_off() throws AddressException {
    var table = new RouteTable(List.of(), TlsDemand.NONE);
    var any = destination(table, "a@verona.example", AllTheWay.OPTIONAL);
    assertThat(table.hop(any)).isEqualTo(new Hop.Exchange(VERONA, TlsDemand.NONE));
  }

  @Test
  void an_address_literal_publishes_nothing() throws AddressException {
    var table = new RouteTable(List.of(), TlsDemand.PUBLISHED);
    assertThat(destination(table, "a@[192.0.2.1]", AllTheWay.OPTIONAL)).isEqualTo("[192.0.2.1]");
  }
}
