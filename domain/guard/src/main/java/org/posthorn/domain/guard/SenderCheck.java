package org.posthorn.domain.guard;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.guard.SenderPolicy.Check;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageLimits;
import org.posthorn.wire.mailauth.ArcValidator;
import org.posthorn.wire.mailauth.AuthenticationResults;
import org.posthorn.wire.mailauth.DkimVerdict;
import org.posthorn.wire.mailauth.DkimVerifier;
import org.posthorn.wire.mailauth.Dmarc;
import org.posthorn.wire.mailauth.DmarcAuthors;
import org.posthorn.wire.mailauth.DmarcVerdict;
import org.posthorn.wire.mailauth.Iprev;
import org.posthorn.wire.mailauth.PublicSuffixes;
import org.posthorn.wire.mailauth.Spf;
import org.posthorn.wire.mailauth.SpfInput;
import org.posthorn.wire.mailauth.SpfVerdict;
import org.posthorn.wire.smtp.EnhancedCode;

/// Sender authentication at the door: the client's name, SPF, DKIM, ARC and DMARC, and what the
/// policy makes of them. Questions that do not depend on each other are asked at the same time,
/// each on a virtual thread of its own, and all of a message's have [SenderPolicy#timeLimit]
/// together.
///
/// Mail of users, and from trusted networks, is only rid of fields that claim to be ours; mail of
/// our own servers is left alone. Any thread may call; closed by whoever made it.
public final class SenderCheck implements SenderGuard, AutoCloseable {

  /// RFC 7208 §7.3, for a host that has no name.
  private static final DnsName NAMELESS = new DnsName("unknown");

  private static final Judgement TOO_MANY_FIELDS =
      new Judgement.Refuse(
          EnhancedCode.of("5.6.0"),
          "the header has too many fields",
          List.of("the header has more fields than are looked at"));

  private final Dns dns;
  private final SenderPolicy policy;
  private final String authservId;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// @param authservId what this server is called in its Authentication-Results: its host name
  /// @param random decides who is spared by `pct`; used by several threads
  public SenderCheck(
      Dns dns,
      SenderPolicy policy,
      String authservId,
      InstantSource clock,
      RandomGenerator random) {
    this.dns = dns;
    this.policy = policy;
    this.authservId = authservId;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public SenderVerdict check(SenderFacts facts) throws IOException {
    return switch (facts.door()) {
      case OWN_SERVER -> unchecked(Set.of(), List.of("handed in by a server of the house"));
      case USER -> cleaned(facts, "handed in by a user");
      case RELAY_NETWORK -> cleaned(facts, "the client is in a network that mail is sent on for");
      case STRANGER ->
          policy.isTrusted(facts.client())
              ? cleaned(facts, "the client is in a trusted network")
              : checked(facts);
    };
  }

  private SenderVerdict cleaned(SenderFacts facts, String reason) throws IOException {
    try (var message = MessageReading.of(facts.message())) {
      var header = message.header();
      if (isTooLong(header)) return refused();
      return unchecked(Forged.in(header, authservId), List.of(reason));
    }
  }

  /// Of more fields none is found by its name, ours included.
  private static boolean isTooLong(HeaderFields header) {
    return header.size() >= MessageLimits.MAX_HEADER_FIELDS;
  }

  private static SenderVerdict unchecked(Set<Integer> forged, List<String> reasons) {
    return new SenderVerdict(
        new Judgement.Accept(reasons), SenderResults.NONE, null, "", forged, null);
  }

  private static SenderVerdict refused() {
    return new SenderVerdict(TOO_MANY_FIELDS, SenderResults.NONE, null, "", Set.of(), null);
  }

  private SenderVerdict checked(SenderFacts facts) throws IOException {
    try (var message = MessageReading.of(facts.message())) {
      var header = message.header();
      if (isTooLong(header)) return refused();
      var asked = new MessageDns(dns, threads, policy.timeLimit());
      return verdict(facts, header, results(facts, message, asked));
    }
  }

  private SenderVerdict verdict(SenderFacts facts, HeaderFields header, SenderResults results) {
    var client = facts.client();
    var exemption = Exemption.of(client, results, policy);
    var judgement = new Judging(results, policy, exemption).judge();
    var authentication = new AuthenticationResults(authservId, results.inWords(client));
    return new SenderVerdict(
        judgement,
        results,
        authentication,
        authentication.field() + MarkField.of(judgement),
        Forged.in(header, authservId),
        Observing.of(client, results, judgement, exemption, clock.instant()));
  }

  private SenderResults results(SenderFacts facts, MessageReading message, MessageDns asked)
      throws IOException {
    var iprev = begin(Check.IPREV, () -> Iprev.check(facts.client(), asked));
    var spf = new Spf(asked, receiver(), clock);
    var input = new SpfInput(facts.client(), facts.helo(), facts.sender());
    var helo = begin(Check.SPF, () -> spf.checkHelo(input));
    var mailFrom = begin(Check.SPF, () -> spf.checkMailFrom(input));
    var dkim = new DkimVerifier(asked, clock).start(message.header());
    var arc = new ArcValidator(asked, clock).start(message.header());
    var authors = DmarcAuthors.of(message.header());
    // While the body is read, whatever will be needed is under way.
    if (policy.has(Check.DKIM)) asked.begin(dkim.keyNames());
    if (policy.has(Check.ARC)) asked.begin(arc.keyNames());
    if (policy.has(Check.DMARC)) asked.begin(policies(authors));
    message.body(List.of(dkim, arc));
    var signatures = policy.has(Check.DKIM) ? dkim.finish() : null;
    var chain = policy.has(Check.ARC) ? arc.finish() : null;
    var sender = result(mailFrom);
    return new SenderResults(
        result(iprev),
        result(helo),
        sender,
        signatures,
        chain,
        policy.has(Check.DMARC) ? dmarc(asked, authors, sender, signatures) : null);
  }

  private DnsName receiver() {
    var name = DnsName.parse(authservId);
    return name == null || name.equals(DnsName.ROOT) ? NAMELESS : name;
  }

  private static List<DnsName> policies(DmarcAuthors authors) {
    return authors.domains().stream()
        .map(it -> it.below("_dmarc"))
        .<DnsName>mapMulti((name, names) -> {
          if (name != null) names.accept(name);
        })
        .toList();
  }

  private DmarcVerdict dmarc(
      Dns asked,
      DmarcAuthors authors,
      @Nullable SpfVerdict sender,
      @Nullable List<DkimVerdict> signatures) {
    return new Dmarc(asked, PublicSuffixes.bundled(), random)
        .evaluate(authors, sender, signatures == null ? List.of() : signatures);
  }

  private <T> @Nullable Future<T> begin(Check check, Callable<T> work) {
    return policy.has(check) ? threads.submit(work) : null;
  }

  /// Waits no longer than the questions that the work asks.
  private static <T> @Nullable T result(@Nullable Future<T> work) throws IOException {
    if (work == null) return null;
    try {
      return work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a sender was checked");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a check of a sender failed", e.getCause());
    }
  }

  /// Ends what is under way.
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
