package org.posthorn.platform.dns;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What a message says about a question. Only what hangs together with the question counts: records
/// of other names in the same message are nobody's business.
final class AnswerReader {

  /// Nobody has so many records of one type at a name, and callers do more than linear work on
  /// them.
  static final int MAX_RECORDS = 512;

  /// TTLs have 31 bits; more is to be read as 0 (RFC 2181 §8).
  private static final long MAX_TTL_SECONDS = Integer.MAX_VALUE;

  private AnswerReader() {}

  /// What is known after a message.
  sealed interface Reading {

    /// The answer.
    ///
    /// @param records of the vocabulary, without repetitions
    record Records(List<Object> records, Duration ttl) implements Reading {}

    /// Nobody has that name.
    ///
    /// @param ttl null when the zone does not say how long this is true (RFC 2308 §5)
    record NoSuchName(@Nullable Duration ttl) implements Reading {}

    record NoSuchRecord(@Nullable Duration ttl) implements Reading {}

    /// The message ends with an alias: its target has to be asked for.
    record AskOn() implements Reading {}

    record Malformed(String detail) implements Reading {}
  }

  /// Reads on from the chain's end.
  static Reading read(Message message, Question question, Chain chain) {
    var answers = message.getSection(Section.ANSWER);
    var before = chain.aliases();
    var found = of(answers, chain.end(), question.typeCode());
    while (found.isEmpty() && question.typeCode() != Type.CNAME) {
      var alias = alias(answers, chain.end());
      if (alias == null) break;
      var fault = chain.follow(alias.target(), alias.ttl());
      if (fault != null) return new Reading.Malformed(fault);
      found = of(answers, chain.end(), question.typeCode());
    }
    var isNoName = message.getRcode() == Rcode.NXDOMAIN;
    if (found.isEmpty()) {
      var ttl = negativeTtl(message, chain);
      if (isNoName) return new Reading.NoSuchName(ttl);
      var isComplete = ttl != null || chain.aliases() == before;
      return isComplete ? new Reading.NoSuchRecord(ttl) : new Reading.AskOn();
    }
    if (isNoName) return new Reading.Malformed("records of a name that does not exist");
    return records(found, question, chain);
  }

  private static Reading records(List<Record> found, Question question, Chain chain) {
    if (found.size() > MAX_RECORDS)
      return new Reading.Malformed("more than " + MAX_RECORDS + " records");
    var records = new LinkedHashSet<Object>();
    var ttl = chain.ttl();
    for (var record : found) {
      var value = RecordReader.read(record, question.type());
      if (value != null) records.add(value);
      ttl = shorter(ttl, ttl(record.getTTL()));
    }
    if (records.isEmpty()) return new Reading.Malformed("records that cannot be used");
    return new Reading.Records(List.copyOf(records), ttl);
  }

  private static List<Record> of(List<Record> answers, Name name, int type) {
    return answers.stream()
        .filter(record -> record.getType() == type && record.getDClass() == DClass.IN)
        .filter(record -> record.getName().equals(name))
        .toList();
  }

  private record Alias(Name target, Duration ttl) {}

  /// Where a CNAME of the name leads, or a DNAME above it whose CNAME was left out.
  private static @Nullable Alias alias(List<Record> answers, Name name) {
    for (var record : of(answers, name, Type.CNAME)) {
      if (record instanceof CNAMERecord cname)
        return new Alias(cname.getTarget(), ttl(record.getTTL()));
    }
    for (var record : answers) {
      var isAbove = record instanceof DNAMERecord && record.getDClass() == DClass.IN;
      var target = isAbove ? renamed((DNAMERecord) record, name) : null;
      if (target != null) return new Alias(target, ttl(record.getTTL()));
    }
    return null;
  }

  private static @Nullable Name renamed(DNAMERecord dname, Name name) {
    if (name.equals(dname.getName()) || !name.subdomain(dname.getName())) return null;
    try {
      return name.fromDNAME(dname);
    } catch (NameTooLongException _) {
      return null;
    }
  }

  /// From the SOA record of the zone that the name is in (RFC 2308 §5).
  private static @Nullable Duration negativeTtl(Message message, Chain chain) {
    for (var record : message.getSection(Section.AUTHORITY)) {
      if (record instanceof SOARecord soa && chain.end().subdomain(soa.getName()))
        return chain.shorter(shorter(ttl(soa.getTTL()), ttl(soa.getMinimum())));
    }
    return null;
  }

  private static Duration ttl(long seconds) {
    return Duration.ofSeconds(seconds > MAX_TTL_SECONDS || seconds < 0 ? 0 : seconds);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
