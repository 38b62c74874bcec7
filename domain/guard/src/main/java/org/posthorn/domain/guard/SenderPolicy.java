package org.posthorn.domain.guard;

import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.posthorn.platform.net.Cidr;
import org.posthorn.wire.dns.DnsName;

/// What is checked of mail from strangers, what each result leads to, and whom to believe.
///
/// @param checks what is looked at; what is not is asked of nobody
/// @param trustedNetworks clients that nothing is checked of
/// @param sealers whose word is good on how a message was when it came to them (RFC 8617 §7.1)
/// @param forwarderNetworks clients that pass on mail of others as it is
/// @param forwarders domains that do so, known by SPF, a signature, or the client's name
/// @param timeLimit for all questions to DNS about one message; the client waits for it
public record SenderPolicy(
    Set<Check> checks,
    Reactions reactions,
    List<Cidr> trustedNetworks,
    Set<DnsName> sealers,
    List<Cidr> forwarderNetworks,
    Set<DnsName> forwarders,
    Duration timeLimit) {

  /// A client waits ten minutes for the answer to its message (RFC 5321 §4.5.3.2.6), but who has
  /// many such clients has no sessions left for others.
  public static final Duration TIME_LIMIT = Duration.ofSeconds(20);

  public static final Duration MAX_TIME_LIMIT = Duration.ofMinutes(5);

  /// What can be looked at.
  public enum Check {
    IPREV,
    SPF,
    DKIM,
    ARC,
    DMARC
  }

  /// What results lead to.
  ///
  /// @param noName the client's address has no name that leads back to it
  /// @param spfFail the domain says that this client must not send for it, and no author's domain
  ///   vouches for the message or wants something else
  /// @param spfSoftfail the same, where the domain is not sure
  /// @param dkimFail there are signatures, none of them good, and the author's domain has not
  ///   vouched; RFC 6376 §6.1 wants no reaction
  /// @param dmarcReject the author's domain asks for refusal
  /// @param dmarcQuarantine the author's domain asks for suspicion
  /// @param noAuthor there is no single From field with a domain that could be asked, as readers
  ///   need it (RFC 7489 §6.6.1)
  /// @param dnsFailed whether the author's domain has vouched cannot be said now
  public record Reactions(
      Reaction noName,
      Reaction spfFail,
      Reaction spfSoftfail,
      Reaction dkimFail,
      Reaction dmarcReject,
      Reaction dmarcQuarantine,
      Reaction noAuthor,
      Reaction dnsFailed) {

    public static final Reactions DEFAULTS =
        new Reactions(
            Reaction.MARK,
            Reaction.MARK,
            Reaction.ACCEPT,
            Reaction.ACCEPT,
            Reaction.REFUSE,
            Reaction.JUNK,
            Reaction.JUNK,
            Reaction.ACCEPT);
  }

  /// This machine and the networks that the Internet does not reach (RFC 1918, RFC 3927, RFC 4193,
  /// RFC 4291 §2.5.6): their addresses have no SPF records, and their machines have no names.
  public static final List<Cidr> PRIVATE_NETWORKS =
      List.of(
          Cidr.parse("127.0.0.0/8"),
          Cidr.parse("::1"),
          Cidr.parse("10.0.0.0/8"),
          Cidr.parse("172.16.0.0/12"),
          Cidr.parse("192.168.0.0/16"),
          Cidr.parse("169.254.0.0/16"),
          Cidr.parse("fc00::/7"),
          Cidr.parse("fe80::/10"));

  public static final SenderPolicy DEFAULTS =
      new SenderPolicy(
          EnumSet.allOf(Check.class),
          Reactions.DEFAULTS,
          PRIVATE_NETWORKS,
          Set.of(),
          List.of(),
          Set.of(),
          TIME_LIMIT);

  public SenderPolicy {
    checks = Set.copyOf(checks);
    trustedNetworks = List.copyOf(trustedNetworks);
    sealers = Set.copyOf(sealers);
    forwarderNetworks = List.copyOf(forwarderNetworks);
    forwarders = Set.copyOf(forwarders);
    boolean hasBoth = checks.contains(Check.SPF) && checks.contains(Check.DKIM);
    if (checks.contains(Check.DMARC) && !hasBoth)
      throw new IllegalArgumentException("DMARC is made of SPF and DKIM, so it needs both");
    if (!timeLimit.isPositive() || timeLimit.compareTo(MAX_TIME_LIMIT) > 0)
      throw new IllegalArgumentException("checks take some time, and five minutes at most");
  }

  boolean has(Check check) {
    return checks.contains(check);
  }

  boolean isTrusted(InetAddress client) {
    return trustedNetworks.stream().anyMatch(it -> it.contains(client));
  }

  boolean isForwarder(InetAddress client) {
    return forwarderNetworks.stream().anyMatch(it -> it.contains(client));
  }

  /// Whether the domain, or one above it, passes on mail of others.
  boolean isForwarder(DnsName domain) {
    return forwarders.stream().anyMatch(domain::isWithin);
  }
}
