package org.posthorn.platform.dns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.posthorn.platform.dns.NameServer.Asked;
import org.posthorn.platform.dns.NameServer.Behaviour;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What name servers do in tests: from serving a zone to lying.
final class Replies {
  static final String SOA = "example.org. 600 SOA ns.example.org. root.example.org. 1 2 3 4 300";

  private static final Pattern BLANK = Pattern.compile("\\s+");

  private Replies() {}

  /// A recursive server that knows these records: `example.org. 60 MX 10 mx.example.org.`
  static Behaviour zone(String... lines) {
    var records = new ArrayList<Record>();
    for (var line : lines) records.add(record(line));
    return asked -> List.of(fromZone(records, asked).toWire(limit(asked)));
  }

  /// What the asker can take, so that longer messages are cut as they are on the wire.
  private static int limit(Asked asked) {
    if (asked.by() == NameServer.By.TCP) return 65535;
    var opt = asked.message().getOPT();
    return opt == null ? 512 : opt.getPayloadSize();
  }

  static Record record(String line) {
    var parts = BLANK.split(line, 4);
    try {
      return Record.fromString(
          new Name(parts[0]),
          Type.value(parts[2]),
          DClass.IN,
          Long.parseLong(parts[1]),
          parts[3],
          Name.root);
    } catch (IOException e) {
      throw new IllegalArgumentException(line, e);
    }
  }

  private static Message fromZone(List<Record> zone, Asked asked) {
    var reply = reply(asked, Rcode.NOERROR);
    var question = asked.message().getQuestion();
    var name = question.getName();
    for (var aliases = 0; aliases < 40; aliases++) {
      var at = named(zone, name);
      var found = at.stream().filter(r -> r.getType() == question.getType()).toList();
      found.forEach(r -> reply.addRecord(r, Section.ANSWER));
      if (!found.isEmpty()) return reply;
      var alias = at.stream().filter(r -> r.getType() == Type.CNAME).findFirst().orElse(null);
      if (alias == null) {
        if (at.isEmpty()) reply.getHeader().setRcode(Rcode.NXDOMAIN);
        reply.addRecord(record(SOA), Section.AUTHORITY);
        return reply;
      }
      reply.addRecord(alias, Section.ANSWER);
      name = ((org.xbill.DNS.CNAMERecord) alias).getTarget();
    }
    return reply;
  }

  private static List<Record> named(List<Record> zone, Name name) {
    return zone.stream().filter(record -> record.getName().equals(name)).toList();
  }

  /// With the question, and nothing else.
  static Message reply(Asked asked, int rcode) {
    var reply = new Message(asked.message().getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RD);
    reply.getHeader().setFlag(Flags.RA);
    reply.getHeader().setRcode(rcode);
    reply.addRecord(asked.message().getQuestion(), Section.QUESTION);
    return reply;
  }

  static Behaviour rcode(int rcode) {
    return asked -> List.of(reply(asked, rcode).toWire());
  }

  static Behaviour silent() {
    return _ -> List.of();
  }

  /// These records as the answer section, whatever was asked.
  static Behaviour answers(String... lines) {
    return changed(
        rcode(Rcode.NOERROR),
        reply -> {
          for (var line : lines) reply.addRecord(record(line), Section.ANSWER);
        });
  }

  static Behaviour changed(Behaviour behaviour, Consumer<Message> change) {
    return asked -> {
      var all = new ArrayList<byte[]>();
      for (var octets : behaviour.replies(asked)) {
        var message = new Message(octets);
        change.accept(message);
        all.add(message.toWire());
      }
      return all;
    };
  }

  static Behaviour authentic(Behaviour behaviour) {
    return changed(behaviour, reply -> reply.getHeader().setFlag(Flags.AD));
  }

  /// One after the other, the last for ever.
  static Behaviour inTurn(Behaviour... turns) {
    var next = new java.util.concurrent.atomic.AtomicInteger();
    return asked -> turns[Math.min(next.getAndIncrement(), turns.length - 1)].replies(asked);
  }
}
