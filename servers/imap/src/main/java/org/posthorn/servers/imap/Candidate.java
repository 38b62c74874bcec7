package org.posthorn.servers.imap;

import java.io.IOException;
import java.io.InputStream;
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

/// A message that a search looks at, with as much of it as is known by now. Belongs to one search.
final class Candidate {

  private final ImapSession session;
  private final SelectedMailbox mailbox;
  private final int index;
  private final @Nullable MessageRow row;
  private final Cost known;
  private @Nullable MessageSummary summary;
  private @Nullable BodyPart structure;
  private @Nullable HeaderFields header;

  Candidate(
      ImapSession session,
      SelectedMailbox mailbox,
      int index,
      @Nullable MessageRow row,
      Cost known) {
    this.session = session;
    this.mailbox = mailbox;
    this.index = index;
    this.row = row;
    this.known = known;
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
    int octets = (int) Math.min(span.length(), MessageLimits.MAX_HEADER_OCTETS);
    var bytes =
        session
            .services()
            .mail()
            .messages()
            .bytes(mailbox.where().account(), row().blob(), span.offset(), octets);
    read = HeaderFields.of(bytes);
    header = read;
    return read;
  }

  /// Whether the text of the message's body matches.
  boolean bodyMatches(TextMatcher matcher) {
    matcher.reset();
    try {
      MessageText.readBody(structure(), this::open, matcher);
    } catch (IOException e) {
      throw new StorageException("Cannot read a message: " + e.getMessage(), e);
    }
    return matcher.found();
  }

  /// Whether the text of the message's header matches.
  boolean headerMatches(TextMatcher matcher) {
    matcher.reset();
    MessageText.readHeader(header(), matcher);
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

  private InputStream open(Span span) {
    var messages = session.services().mail().messages();
    var from = messages.open(mailbox.where().account(), row().blob(), span.offset());
    return new Spanned(from, span.length());
  }
}
