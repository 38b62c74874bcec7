package org.posthorn.servers.smtp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.delivery.Recipient;
import org.posthorn.wire.smtp.BodyType;
import org.posthorn.wire.smtp.ForwardPath;
import org.posthorn.wire.smtp.MailParameters;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.ReversePath;
import org.posthorn.wire.smtp.SmtpCommand;

/// One mail transaction, from MAIL on (RFC 5321 §3.3). Belongs to its session.
final class Transaction implements AutoCloseable {

  /// Refusals that are remembered for the story; the rest is in the log.
  private static final int MAX_REFUSALS = 20;

  private final String id;
  private final SmtpCommand.Mail mail;
  private final Instant begun;
  private final List<Recipient> recipients = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private @Nullable Chunks chunks;

  /// @param begun when MAIL was said
  Transaction(String id, SmtpCommand.Mail mail, Instant begun) {
    this.id = id;
    this.mail = mail;
    this.begun = begun;
  }

  /// Names the message in trace fields, answers and the log.
  String id() {
    return id;
  }

  ReversePath from() {
    return mail.from();
  }

  /// From which the times that its sender gave are counted.
  Instant begun() {
    return begun;
  }

  MailParameters parameters() {
    return mail.parameters();
  }

  BodyType body() {
    var declared = mail.parameters().body();
    return declared == null ? BodyType.SEVEN_BIT : declared;
  }

  List<Recipient> recipients() {
    return recipients;
  }

  void add(Recipient recipient) {
    recipients.add(recipient);
  }

  /// Remembers a recipient that was not taken, for the story of the message.
  void refused(ForwardPath to, Reply reply) {
    if (refusals.size() < MAX_REFUSALS) refusals.add("not for <%s>: %s".formatted(to, reply));
  }

  List<String> refusals() {
    return refusals;
  }

  /// What BDAT has brought so far; null before the first.
  @Nullable Chunks chunks() {
    return chunks;
  }

  void chunks(Chunks begun) {
    chunks = begun;
  }

  @Override
  public void close() {
    if (chunks != null) chunks.content().close();
  }
}
