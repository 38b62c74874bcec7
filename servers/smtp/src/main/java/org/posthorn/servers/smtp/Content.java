package org.posthorn.servers.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.content.ContentChain;
import org.posthorn.domain.content.ContentFacts;
import org.posthorn.domain.content.Direction;
import org.posthorn.domain.delivery.Original;
import org.posthorn.domain.relay.OutgoingMail.AllTheWay;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageLimits;
import org.posthorn.wire.mail.TextAppending;
import org.posthorn.wire.smtp.DataFacts;
import org.posthorn.wire.smtp.DataSink;
import org.posthorn.wire.smtp.Reply;

/// A message on its way in: our trace fields, and behind them what the client sends.
///
/// A spool that fails does not stop the reading: the rest is thrown away, so that the session stays
/// in step, and the message is refused at its end. Belongs to the session's thread.
final class Content implements DataSink, AutoCloseable {

  /// Room in the spool for what we add: fields with traces, results of checks and signatures, and
  /// texts at the end of what people read, which may need another encoding then.
  static final int OUR_FIELDS = 128 * 1024 + 2 * 4 * TextAppending.MAX_TEXT_OCTETS;

  /// Fields are not looked for any further, and so not removed.
  private static final int MAX_HEADER_OCTETS = 2 * MessageLimits.MAX_HEADER_OCTETS;

  private final SmtpSession session;

  /// Octets of the Return-Path field, the first of the spool.
  private final int returnPath;

  /// Octets of all fields that stand before the message itself.
  private int prefix;

  private final HeaderScanner header = new HeaderScanner();
  private Spool spool;
  private @Nullable IOException failure;

  Content(SmtpSession session, TraceFields.Trace trace) {
    this.session = session;
    this.spool = newSpool();
    var first = trace.returnPath().getBytes(UTF_8);
    var second = trace.received().getBytes(UTF_8);
    returnPath = first.length;
    prefix = first.length + second.length;
    write(first, 0, first.length);
    write(second, 0, second.length);
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

  /// The message for whoever delivers it, who may have to send it on.
  Original original(Original.Seals seals) {
    return new Original(spool, returnPath, seals, this::newSpool);
  }

  /// Whether its author wants it to arrive rather than to be safe: `TLS-Required: No`, of which
  /// there may be one (RFC 8689 §3, §4.2.2). MAIL's REQUIRETLS is stronger (§4.1).
  AllTheWay allTheWay() throws IOException {
    if (!header.hasTlsRequired()) return AllTheWay.NOT_REQUIRED;
    var values = fields().values("TLS-Required");
    boolean no = values.size() == 1 && values.getFirst().strip().equalsIgnoreCase("no");
    return no ? AllTheWay.OPTIONAL : AllTheWay.NOT_REQUIRED;
  }

  /// The fields of the message itself; read anew at each call.
  HeaderFields fields() throws IOException {
    try (var in = message()) {
      return HeaderFields.of(in.readNBytes(MAX_HEADER_OCTETS));
    }
  }

  /// Its Received fields, ours first, with line ends.
  byte[] received() throws IOException {
    try (var in = withTraceFields()) {
      var fields = HeaderFields.of(in.readNBytes(MAX_HEADER_OCTETS)).select(Set.of("Received"));
      return Arrays.copyOf(fields, fields.length - 2); // without the empty line
    }
  }

  /// The message as it is delivered; the caller closes it.
  InputStream withTraceFields() throws IOException {
    return spool.open();
  }

  /// The message without our trace fields; the caller closes it.
  InputStream message() throws IOException {
    var in = spool.open();
    try {
      in.skipNBytes(prefix);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /// Puts fields into the message, and takes some out.
  ///
  /// @param above our Received field and below Return-Path, which is always the first (RFC 5321
  ///   §4.4): where results of checks stand (RFC 8601 §4)
  /// @param below our Received field, as a part of the message
  /// @param removed numbers of fields of the message, as [HeaderFields] counts them
  void edit(String above, String below, Set<Integer> removed) throws IOException {
    if (above.isEmpty() && below.isEmpty() && removed.isEmpty()) return;
    var edited = newSpool();
    var before = spool;
    spool = edited;
    var added = above.getBytes(UTF_8);
    try (before;
        var in = before.open()) {
      edited.write(in.readNBytes(returnPath));
      edited.write(added);
      edited.write(in.readNBytes(prefix - returnPath));
      edited.write(below.getBytes(UTF_8));
      if (!removed.isEmpty()) {
        var start = in.readNBytes(MAX_HEADER_OCTETS);
        var fields = HeaderFields.of(start);
        edited.write(fields.without(removed));
        int body = fields.bytes().length;
        edited.write(start, body, start.length - body);
      }
      in.transferTo(edited);
    }
    prefix += added.length;
  }

  /// The message for the content chain.
  ContentFacts facts(DomainName sender, Direction direction) {
    var source = ContentChain.source(spool, prefix);
    return new ContentFacts(source, spool.size() - prefix, sender, direction);
  }

  /// Puts a changed message behind our trace fields.
  void replace(TextAppending.Edit edit) throws IOException {
    var changed = newSpool();
    try (var in = spool.open()) {
      changed.write(in.readNBytes(prefix));
      edit.writeTo(changed);
    } catch (IOException | RuntimeException e) {
      changed.close();
      throw e;
    }
    var before = spool;
    spool = changed;
    before.close();
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
