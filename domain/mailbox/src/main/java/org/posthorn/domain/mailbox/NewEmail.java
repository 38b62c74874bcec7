package org.posthorn.domain.mailbox;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.BodyPartCodec;
import org.posthorn.wire.mail.LineForm;
import org.posthorn.wire.mail.MessageLimits;
import org.posthorn.wire.mail.MessageParser;
import org.posthorn.wire.mail.ParsedMessage;

/// A message on its way into the store: its bytes, and what was computed from them once.
///
/// `summary` and `structure` are the encodings of wire/mail; `references` are the ids that the
/// message names, its own first; `lineForm` is what becomes of it where only lines go.
@SuppressWarnings("ArrayRecordComponent") // never compared, and written once to the database
public record NewEmail(
    PreparedBlob blob,
    byte[] summary,
    byte[] structure,
    String baseSubject,
    @Nullable Instant sentAt,
    List<String> references,
    LineForm lineForm) {

  public NewEmail {
    references = List.copyOf(references);
    // PostgreSQL's TEXT cannot hold it, and no comparison of subjects needs it.
    baseSubject = baseSubject.replace("\0", "");
  }

  /// Any bytes are a message. The spool must stay open until the message is stored.
  public static NewEmail of(Spool message) throws IOException {
    if (message.size() <= Spool.MEMORY_BYTES) return of(message.bytes());
    ParsedMessage parsed;
    try (var bytes = message.open()) {
      parsed = MessageParser.parse(bytes, MessageLimits.ORDINARY);
    }
    return of(parsed, PreparedBlob.of(message));
  }

  /// From memory.
  public static NewEmail of(byte[] message) {
    return of(MessageParser.parse(message), PreparedBlob.of(message));
  }

  private static NewEmail of(ParsedMessage parsed, PreparedBlob blob) {
    var threading = parsed.threading();
    var references = new ArrayList<String>();
    if (threading.messageId() != null) references.add(threading.messageId());
    references.addAll(threading.references());
    references.addAll(threading.inReplyTo());
    return new NewEmail(
        blob,
        parsed.summary().encode(),
        BodyPartCodec.encode(parsed.root()),
        threading.subject().text(),
        threading.sentDate(),
        references,
        parsed.lineForm());
  }
}
