package org.posthorn.servers.smtp;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.delivery.Original;
import org.posthorn.domain.delivery.Placement;
import org.posthorn.domain.delivery.Recipient;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.fragment.Bearer;
import org.posthorn.domain.fragment.Bearer.Standing;
import org.posthorn.domain.guard.Judgement;
import org.posthorn.domain.guard.SenderFacts;
import org.posthorn.domain.guard.SenderFacts.Door;
import org.posthorn.domain.guard.SenderVerdict;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.ReversePath;

/// What the guard says of a message's sender, and what it puts into the message; and our signature
/// under what our users send.
final class SenderStep {

  private SenderStep() {}

  /// Looks at the message, and makes it say what was found (RFC 8601 §5).
  static SenderVerdict check(SmtpSession session, Transaction transaction, Received received)
      throws IOException {
    var content = received.content();
    var verdict = session.services().senders().check(facts(session, transaction, content));
    session.log().judged(transaction, verdict.judgement());
    var observation = verdict.observation();
    if (observation != null)
      session
          .services()
          .feedback()
          .observed(
              observation, transaction.recipients().stream().map(Recipient::address).toList());
    content.edit(verdict.fields(), "", verdict.forged());
    return verdict;
  }

  /// The domain that a message is proven to be from: for a stranger's what signed it, or what DMARC
  /// says; null when nobody knows. Who is trusted is taken by his word.
  static @Nullable String voucher(SmtpSession session, SenderVerdict verdict) {
    if (verdict.authentication() == null) return session.config().hostName();
    var domain = verdict.results().provenDomain();
    return domain == null ? null : domain.text();
  }

  private static SenderFacts facts(SmtpSession session, Transaction transaction, Content content) {
    return new SenderFacts(
        door(session),
        session.connection().remoteAddress(),
        Objects.requireNonNull(session.hello()).name().text(),
        sender(transaction),
        content::message);
  }

  private static Door door(SmtpSession session) {
    return switch (session.server().flavour()) {
      case SMTP -> session.sendsOn() ? Door.RELAY_NETWORK : Door.STRANGER;
      case SUBMISSION -> Door.USER;
      case LMTP -> Door.OWN_SERVER;
    };
  }

  private static @Nullable EmailAddress sender(Transaction transaction) {
    return switch (transaction.from()) {
      case ReversePath.Null _ -> null;
      case ReversePath.Mailbox(var address) -> address;
    };
  }

  /// Null for a message that is taken.
  static @Nullable Reply refusal(Judgement judgement) {
    return switch (judgement) {
      case Judgement.Accept _, Judgement.Mark _, Judgement.Junk _ -> null;
      case Judgement.TryLater later -> Replies.later(later);
      case Judgement.Refuse refuse -> Replies.refused(refuse);
    };
  }

  static Placement placement(Judgement judgement) {
    return judgement instanceof Judgement.Junk ? Placement.JUNK : Placement.INBOX;
  }

  /// What is put before the message where it is sent on for somebody.
  static Original.Seals seals(SmtpSession session, SenderVerdict verdict) {
    var sealing = session.services().sealing();
    return (message, by) -> sealing.seal(message::open, by, verdict);
  }

  /// Who has brought a message, as far as is known; see [Bearer].
  static Bearer bearer(SmtpSession session, SenderVerdict verdict) {
    var account = session.account();
    if (account != null) return new Bearer(account.address().toString(), Standing.OURS);
    // What comes from a trusted network is not checked, and nothing is proven.
    var proven = verdict.authentication() == null ? null : verdict.results().provenDomain();
    var name =
        proven == null ? session.connection().remoteAddress().getHostAddress() : proven.text();
    return new Bearer(name, session.sendsOn() ? Standing.OURS : Standing.STRANGER);
  }

  /// Signs what a user sends, and what a machine of the house sends.
  static void sign(SmtpSession session, Transaction transaction, Content content)
      throws IOException {
    if (!session.sendsOn()) return;
    var domains = signers(session.account(), transaction.from());
    content.edit("", session.services().signing().sign(content::message, domains), Set.of());
  }

  /// The domains for which a message is signed: for a user those that he has addresses in, that of
  /// his account, and that of the reverse-path, which MAIL has found to be his; for a machine of
  /// the house that of the reverse-path.
  static Set<DomainName> signers(@Nullable Account account, ReversePath from) {
    Set<DomainName> domains = new LinkedHashSet<>();
    if (account != null) domains.add(account.address().domain());
    if (from instanceof ReversePath.Mailbox(var sender)) domains.add(sender.domain());
    return domains;
  }
}
