package org.posthorn.domain.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.posthorn.domain.queue.PostOffice.address;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.domain.queue.Deadline.Tracing;
import org.posthorn.domain.queue.Fault.Voice;
import org.posthorn.domain.relay.OutgoingMail.Recipient;
import org.posthorn.wire.smtp.DeliverBy.Mode;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.Notify;
import org.posthorn.wire.smtp.OriginalRecipient;

/// What goes into a column comes out again.
class ColumnsTest {

  @Property
  void any_fault_survives_and_is_one_line(
      @ForAll String text, @ForAll String host, @ForAll Voice voice) {
    var fault = new Fault(EnhancedCode.of("4.2.1"), host.isBlank() ? null : host, voice, text);
    assertThat(fault.text()).doesNotContain("\n", "\r", "\t").hasSizeLessThanOrEqualTo(601);
    var before = new Recipient(address("x@a.test"));
    var all = List.of(new Pending(before, fault), new Pending(before, null));
    var back = Pending.decoded(Pending.recipients(all), Pending.failures(all));
    assertThat(back.getLast().last()).isNull();
    var read = back.getFirst().last();
    assertThat(read).isNotNull();
    assertThat(read.text()).isEqualTo(fault.text());
    assertThat(read.voice()).isEqualTo(voice);
    assertThat(read.host() == null ? "" : read.host())
        .isEqualTo(fault.host() == null ? "" : fault.host());
  }

  @Test
  void recipients_survive_with_all_that_their_sender_wished() {
    var recipients =
        List.of(
            new Recipient(address("x@a.test")),
            new Recipient(address("\"a b\\\"c,;\"@a.test"), Notify.NEVER, null),
            new Recipient(
                address("häns@bücher.test"),
                new Notify(Set.of(Notify.Event.SUCCESS, Notify.Event.DELAY)),
                new OriginalRecipient("utf-8", "h\\x{E4}ns@a.test")),
            new Recipient(
                address("y@[IPv6:2001:db8::1]"), null, new OriginalRecipient("rfc822", "a+2Bb")));
    var all = recipients.stream().map(one -> new Pending(one, null)).toList();
    assertThat(Pending.failures(all)).isNull();
    assertThat(Pending.decoded(Pending.recipients(all), null)).isEqualTo(all);
  }

  @Property
  void traits_survive(@ForAll Set<ContentTrait> traits) {
    var set = traits.isEmpty() ? EnumSet.noneOf(ContentTrait.class) : EnumSet.copyOf(traits);
    assertThat(ContentTrait.ofBits(ContentTrait.bits(set))).isEqualTo(set);
  }

  @Property
  void deadlines_survive(@ForAll Mode mode, @ForAll Tracing tracing) {
    var by = new Deadline(Instant.EPOCH, mode, tracing);
    assertThat(Deadline.of(by.time(), by.column())).isEqualTo(by);
  }

  @ParameterizedTest
  @ValueSource(strings = {"for;60", "until;2026-11-02T10:00:00Z", "until;2026-11-02T10:00:00.5Z"})
  void requests_for_release_are_what_the_rfc_has(String request) {
    assertThat(new Release(Instant.EPOCH, request).request()).isEqualTo(request);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "for;", "for;x", "until;\r\nBcc: x", "60", "for;60\r\n"})
  void other_requests_for_release_are_refused(String request) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Release(Instant.EPOCH, request));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\nb", "a\u0000b"})
  void destinations_are_one_word(String destination) {
    var recipients = List.of(new Recipient(address("x@a.test")));
    assertThatIllegalArgumentException().isThrownBy(() -> new Parcel(destination, recipients));
  }
}
