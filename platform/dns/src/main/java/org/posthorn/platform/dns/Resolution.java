package org.posthorn.platform.dns;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.dns.AnswerReader.Reading;
import org.posthorn.platform.dns.Inquiry.Outcome;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Lookup.Failure;

/// One question on its way to its answer, aliases followed from message to message. Used by one
/// thread, once.
final class Resolution {
  private final Question question;
  private final Inquiry inquiry;
  private final CacheLimits limits;
  private final Chain chain;
  private boolean isAuthentic = true;
  private int octets;

  Resolution(Question question, Inquiry inquiry, CacheLimits limits) {
    this.question = question;
    this.inquiry = inquiry;
    this.limits = limits;
    this.chain = new Chain(Names.toWire(question.name()));
  }

  /// What is known at the end.
  ///
  /// @param lifetime for how long it may be remembered
  /// @param octets what was read for it
  record Resolved(Lookup<Object> lookup, Duration lifetime, int octets) {}

  /// Null when it was given up, which says nothing about the question.
  @Nullable Resolved run(Deadline deadline) {
    // Every turn but the last has followed an alias, of which there is a limit.
    while (true) {
      var name = Names.fromWire(chain.end());
      if (name == null) return failed(Failure.MALFORMED, "an alias of no usable name");
      var part = new Question(name, question.type());
      switch (inquiry.ask(part, deadline)) {
        case Outcome.GivenUp() -> {
          return null;
        }
        case Outcome.Failed(var failure, var detail) -> {
          return failed(failure, detail);
        }
        case Outcome.Answered(var answer, var isPartAuthentic) -> {
          isAuthentic &= isPartAuthentic;
          octets += answer.octets();
          var resolved = conclude(AnswerReader.read(answer.message(), part, chain));
          if (resolved != null) return resolved;
        }
      }
    }
  }

  /// Null when the end of the aliases has yet to be asked for.
  private @Nullable Resolved conclude(Reading reading) {
    return switch (reading) {
      case Reading.AskOn() -> null;
      case Reading.Records(var records, var ttl) -> found(records, ttl);
      case Reading.NoSuchName(var ttl) -> nothing(new Lookup.NoSuchName<>(isAuthentic), ttl);
      case Reading.NoSuchRecord(var ttl) -> nothing(new Lookup.NoSuchRecord<>(isAuthentic), ttl);
      case Reading.Malformed(var detail) -> failed(Failure.MALFORMED, detail);
    };
  }

  private Resolved found(List<Object> records, Duration ttl) {
    DnsName canonical = Names.fromWire(chain.end());
    if (canonical == null) return failed(Failure.MALFORMED, "an alias of no usable name");
    var lifetime = limits.positive(ttl);
    var lookup = new Lookup.Found<>(records, canonical, isAuthentic, lifetime);
    return new Resolved(lookup, lifetime, octets);
  }

  /// Without a time to live it should not be remembered (RFC 2308 §5): the shortest one only keeps
  /// one message from asking again and again.
  private Resolved nothing(Lookup<Object> lookup, @Nullable Duration ttl) {
    return new Resolved(lookup, limits.negative(ttl == null ? Duration.ZERO : ttl), octets);
  }

  private Resolved failed(Failure failure, String detail) {
    return new Resolved(new Lookup.Failed<>(failure, detail), limits.failureTtl(), octets);
  }
}
