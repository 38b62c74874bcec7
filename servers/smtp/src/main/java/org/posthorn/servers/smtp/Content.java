package org.posthorn.servers.smtp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.smtp.DataFacts;
import org.posthorn.wire.smtp.DataSink;
import org.posthorn.wire.smtp.Reply;

/// A message on its way in: our trace fields, and behind them what the client sends.
///
/// A spool that fails does not stop the reading: the rest is thrown away, so that the session stays
/// in step, and the message is refused at its end. Belongs to the session's thread.
final class Content implements DataSink, AutoCloseable {

  /// Room in the spool for fields that we add.
  private static final int OUR_FIELDS = 64 * 1024;

  private final SmtpSession session;
  private final byte[] trace;
  private final HeaderScanner header = new HeaderScanner();
  private Spool spool;
  private @Nullable IOException failure;

  Content(SmtpSession session, byte[] trace) {
    this.session = session;
    this.trace = trace;
    this.spool = newSpool();
    write(trace, 0, trace.length);
  }

  private Spool newSpool() {
    return session.services().spools().apply(session.config().maxMessageOctets() + OUR_FIELDS);
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) {
    if (!header.ended()) header.scan(bytes, offset, length);
    write(bytes, offset, length);
  }

  private void write(byte[] bytes, int offset, int length) {
    if (failure != null) return;
    try {
      spool.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
    }
  }

  /// Why this message cannot be taken, whoever it is for; null if it can.
  @Nullable Reply fault(DataFacts facts) {
    var config = session.config();
    if (failure != null) return Failures.reply(session.log(), failure);
    if (facts.tooLarge()) return Replies.tooLarge(config.maxMessageOctets());
    if (facts.smuggling()) return Replies.SMUGGLING;
    if (facts.bareCr()) return Replies.BARE_CR_IN_MESSAGE;
    if (facts.bareLf()) return Replies.BARE_LF_IN_MESSAGE;
    if (facts.nul()) return Replies.NUL;
    // COMPAT(many programs that make HTML, 2026-11): lines beyond RFC 5321's 1000 octets, and 8-bit
    // text that was not declared, are taken as they are.
    if (facts.longestLine() > config.maxLineOctets())
      return Replies.lineTooLong(config.maxLineOctets());
    if (header.octets() > config.maxHeaderOctets())
      return Replies.headerTooLarge(config.maxHeaderOctets());
    if (header.received() > config.maxReceived()) return Replies.MAIL_LOOP;
    return null;
  }

  HeaderScanner header() {
    return header;
  }

  /// The message as it is to be stored; stays open as long as this.
  Spool spool() {
    return spool;
  }

  /// Puts fields between our trace and what the client sent.
  void add(byte[] fields) throws IOException {
    var complete = newSpool();
    var incomplete = spool;
    spool = complete;
    try (incomplete;
        var sent = incomplete.open()) {
      sent.skipNBytes(trace.length);
      complete.write(trace, 0, trace.length);
      complete.write(fields, 0, fields.length);
      sent.transferTo(complete);
    }
  }

  @Override
  public void close() {
    try {
      spool.close();
    } catch (IOException e) {
      session.log().spoolFailed(e);
    }
  }
}
