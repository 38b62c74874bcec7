package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MessageRow;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.servers.imap.SearchTest.Cost;
import org.posthorn.wire.mail.BodyPart;
import org.posthorn.wire.mail.BodyPartCodec;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageLimits;
import org.posthorn.wire.mail.MessageSummary;
import org.posthorn.wire.mail.MessageText;
import org.posthorn.wire.mail.Span;
import org.posthorn.wire.mail.TextMatcher;
import org.posthorn.wire.mail.TextSink;

/// A message that a search looks at, with as much of it as is known by now. Belongs to one search.
final class Candidate {

  private final SelectedMailbox mailbox;
  private final int index;
  private final @Nullable MessageRow row;
  private final @Nullable Bodies bodies;
  private final Cost known;
  private @Nullable MessageSummary summary;
  private @Nullable BodyPart structure;
  private @Nullable HeaderFields header;

  private Candidate(
      SelectedMailbox mailbox,
      int index,
      @Nullable MessageRow row,
      @Nullable Bodies bodies,
      Cost known) {
    this.mailbox = mailbox;
    this.index = index;
    this.row = row;
    this.bodies = bodies;
    this.known = known;
  }

  /// One of which only the snapshot is known.
  static Candidate ofSnapshot(SelectedMailbox mailbox, int index) {
    return new Candidate(mailbox, index, null, null, Cost.SNAPSHOT);
  }

  /// The same with more: its row, which may be asked for what `known` says.
  Candidate with(MessageRow row, Bodies bodies, Cost known) {
    return new Candidate(mailbox, index, row, bodies, known);
  }

  Cost known() {
    return known;
  }

  int index() {
    return index;
  }

  int uid() {
    return mailbox.told().uid(index);
  }

  long flags() {
    return mailbox.told().flags(index);
  }

  long modseq() {
    return mailbox.told().modseq(index);
  }

  MessageRow row() {
    if (row == null) throw new IllegalStateException("asked before the row was read");
    return row;
  }

  MessageSummary summary() {
    var decoded = summary;
    if (decoded != null) return decoded;
    var encoded = row().summary();
    if (encoded == null) throw new IllegalStateException("a row without summary");
    decoded = MessageSummary.decode(encoded);
    summary = decoded;
    return decoded;
  }

  /// The fields of these names from the summary, which covers them.
  HeaderFields summaryFields(Set<String> names) {
    return HeaderFields.of(summary().headerFields(names));
  }

  /// The whole header, from the message's bytes.
  HeaderFields header() {
    var read = header;
    if (read != null) return read;
    var span = structure().header();
    var octets = Math.min(span.length(), MessageLimits.MAX_HEADER_OCTETS);
    var bytes = bodies().bytes(row(), new Span(span.offset(), octets));
    read = HeaderFields.of(bytes);
    header = read;
    return read;
  }

  /// Whether the text of the message's body matches.
  boolean bodyMatches(TextMatcher matcher) {
    matcher.reset();
    readBody(matcher);
    return matcher.found();
  }

  /// Has the text of the message's body read.
  void readBody(TextSink sink) {
    try {
      MessageText.readBody(structure(), span -> bodies().open(row(), span), sink);
    } catch (IOException e) {
      throw new StorageException("Cannot read a message: " + e.getMessage(), e);
    }
  }

  /// Has the text of the message's header read.
  void readHeader(TextSink sink) {
    MessageText.readHeader(header(), sink);
  }

  /// Whether the text of the message's header matches.
  boolean headerMatches(TextMatcher matcher) {
    matcher.reset();
    readHeader(matcher);
    return matcher.found();
  }

  private BodyPart structure() {
    var decoded = structure;
    if (decoded != null) return decoded;
    var encoded = row().structure();
    if (encoded == null) throw new IllegalStateException("a row without structure");
    decoded = BodyPartCodec.decode(encoded);
    structure = decoded;
    return decoded;
  }

  private Bodies bodies() {
    if (bodies == null) throw new IllegalStateException("asked before the row was read");
    return bodies;
  }
}
