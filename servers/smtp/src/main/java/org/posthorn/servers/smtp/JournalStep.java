package org.posthorn.servers.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.delivery.CarbonCopy;
import org.posthorn.domain.delivery.Recipient;
import org.posthorn.domain.journal.JournalCopy;
import org.posthorn.domain.journal.JournalDirection;
import org.posthorn.domain.journal.JournalFacts;
import org.posthorn.domain.journal.JournalStage;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.ReversePath;

/// Makes the copies of a message that an archive gets, each at the stage that its rule names. They
/// are open until this is closed. Belongs to the session's thread.
final class JournalStep implements AutoCloseable {

  /// Octets of what stands around the message: addresses of all recipients, and some fields.
  private static final long AROUND = 1L << 20;

  private final SmtpSession session;

  /// Null where there is no rule, and so nothing to do.
  private final @Nullable JournalFacts facts;

  private final boolean eightBit;
  private final List<CarbonCopy> copies = new ArrayList<>();

  JournalStep(SmtpSession session, Transaction transaction, Received received) {
    this.session = session;
    eightBit = received.facts().eightBit() || transaction.parameters().smtpUtf8();
    facts = session.services().journals().isEmpty() ? null : facts(transaction, received);
  }

  private JournalFacts facts(Transaction transaction, Received received) {
    var account = session.account();
    return new JournalFacts(
        transaction.id(),
        transaction.from() instanceof ReversePath.Mailbox(var sender) ? sender : null,
        account == null ? null : account.address(),
        transaction.recipients().stream().map(Recipient::address).toList(),
        transaction.recipients().stream().flatMap(Recipient::reached).toList(),
        directions(session, transaction),
        received.at());
  }

  private static Set<JournalDirection> directions(SmtpSession session, Transaction transaction) {
    if (!session.sendsOn()) return Set.of(JournalDirection.INCOMING);
    var directions = EnumSet.noneOf(JournalDirection.class);
    for (var recipient : transaction.recipients()) {
      if (recipient.isElsewhere()) directions.add(JournalDirection.OUTGOING);
      if (recipient.staysHere()) directions.add(JournalDirection.INTERNAL);
    }
    return directions;
  }

  /// Copies the message as it is now for those who want it at this stage.
  void take(JournalStage stage, Content content) throws IOException {
    var about = facts;
    if (about == null) return;
    for (var to : session.services().journals().copies(about, stage))
      copies.add(new CarbonCopy(to, copy(copyFor(to, about, stage), content)));
  }

  private JournalCopy copyFor(EmailAddress to, JournalFacts about, JournalStage stage) {
    var token = Long.toUnsignedString(session.services().random().nextLong(), 36);
    return new JournalCopy(about, stage, to, session.config().hostName(), eightBit, token);
  }

  private Spool copy(JournalCopy copy, Content content) throws IOException {
    var config = session.config();
    long most = config.maxMessageOctets() + Content.OUR_FIELDS + AROUND + config.maxHeaderOctets();
    var spool = session.services().spools().apply(most);
    try (var message =
        copy.stage() == JournalStage.RECEIVED ? content.message() : content.withTraceFields()) {
      copy.write(content.received(), message, spool);
      return spool;
    } catch (IOException | RuntimeException e) {
      spool.close();
      throw e;
    }
  }

  List<CarbonCopy> copies() {
    return copies;
  }

  /// What is left of a copy changes no answer: the message is delivered, or not.
  @Override
  public void close() {
    for (var copy : copies) {
      try {
        copy.octets().close();
      } catch (IOException e) {
        session.log().spoolFailed(e);
      }
    }
  }
}
