package org.posthorn.platform.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.RecordType;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;

/// Whatever a server sends, reading it ends with a result.
class HostileOctetsTest {
  private static final int ID = 0x1234;
  private static final DnsName NAME = new DnsName("example.org");

  /// A change of some octets of a message.
  record Damage(int at, byte value) {}

  @Provide
  Arbitrary<List<Damage>> damages() {
    return Arbitraries.integers()
        .between(2, 600)
        .flatMap(at -> Arbitraries.bytes().map(value -> new Damage(at, value)))
        .list()
        .ofMaxSize(8);
  }

  private static byte[] message(RecordType type) {
    var message = new Message(ID);
    message.getHeader().setFlag(Flags.QR);
    message.addRecord(question(type), Section.QUESTION);
    for (var line :
        List.of(
            "example.org. 60 CNAME a.example.org.",
            "a.example.org. 60 MX 10 mx.example.org.",
            "a.example.org. 60 TXT \"one\" \"two\"",
            "a.example.org. 60 A 192.0.2.1",
            "a.example.org. 60 AAAA 2001:db8::1",
            "a.example.org. 60 SRV 1 2 3 t.example.org.",
            "a.example.org. 60 TLSA 3 1 1 00ff",
            "a.example.org. 60 PTR p.example.org.",
            "org. 60 DNAME example.net.")) message.addRecord(Replies.record(line), Section.ANSWER);
    message.addRecord(Replies.record(Replies.SOA), Section.AUTHORITY);
    message.addRecord(new org.xbill.DNS.OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    return message.toWire();
  }

  private static org.xbill.DNS.Record question(RecordType type) {
    return new Question(NAME, type).message(1, Question.Style.PLAIN).getQuestion();
  }

  private static void read(byte[] octets, RecordType type) {
    var question = new Question(NAME, type);
    try {
      var answer = Answer.read(octets, ID, question);
      if (answer == null) return;
      assertThat(answer.isReferral() && answer.rcode() > 0).isFalse();
      AnswerReader.read(answer.message(), question, new Chain(Names.toWire(NAME)));
    } catch (MalformedAnswer e) {
      assertThat(e).hasMessageContaining("not a DNS message");
    }
  }

  @Property(tries = 3000)
  void a_damaged_message_is_read_or_refused(
      @ForAll("damages") List<Damage> damages, @ForAll RecordType type) {
    var octets = message(type);
    for (var damage : damages)
      if (damage.at() < octets.length) octets[damage.at()] = damage.value();
    read(octets, type);
  }

  @Property
  void a_message_that_ends_anywhere_is_read_or_refused(
      @ForAll @net.jqwik.api.constraints.IntRange(max = 600) int end, @ForAll RecordType type) {
    var octets = message(type);
    read(Arrays.copyOf(octets, Math.min(end, octets.length)), type);
  }

  @Property
  void octets_at_random_are_read_or_refused(
      @ForAll @Size(max = 300) byte[] octets, @ForAll RecordType type) {
    if (octets.length > 2) {
      octets[0] = ID >> 8;
      octets[1] = ID & 0xff;
    }
    read(octets, type);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings()
        .withCharRange('!', '~')
        .excludeChars('.')
        .ofMinLength(1)
        .ofMaxLength(63)
        .list()
        .ofMaxSize(4)
        .map(labels -> String.join(".", labels));
  }

  @Property
  void names_go_out_and_come_back_as_they_are(@ForAll("names") String text) {
    var name = DnsName.parse(text);
    if (name == null) return;
    assertThat(Names.fromWire(Names.toWire(name))).isEqualTo(name);
  }

  @Property
  void any_name_from_the_wire_is_taken_or_not(@ForAll @Size(max = 254) byte[] octets) {
    try {
      var name = new Name(octets);
      if (!name.isAbsolute()) return;
      var ours = Names.fromWire(name);
      if (ours != null) assertThat(Names.toWire(ours)).isEqualTo(name);
    } catch (java.io.IOException | RuntimeException _) {
      // No name at all.
      assertThat(octets.length).isLessThan(255);
    }
  }
}
