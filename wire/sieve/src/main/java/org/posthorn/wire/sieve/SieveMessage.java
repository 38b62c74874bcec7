package org.posthorn.wire.sieve;

import java.io.IOException;
import java.io.InputStream;
import org.posthorn.wire.mail.BodyPart;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageParser;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.ParsedMessage;
import org.posthorn.wire.mail.Span;

/// A message that a script looks at, or what its edits made of one: its structure, and where its
/// octets are. Immutable.
///
/// @param edited false for the message that the script was started with
public record SieveMessage(ParsedMessage parsed, MessageSource source, boolean edited) {

  public static SieveMessage of(ParsedMessage parsed, MessageSource source) {
    return new SieveMessage(parsed, source, false);
  }

  public static SieveMessage of(byte[] message) {
    return of(MessageParser.parse(message), MessageSource.of(message));
  }

  public HeaderFields headers() {
    return parsed.headers();
  }

  public BodyPart root() {
    return parsed.root();
  }

  public long octets() {
    return parsed.octets();
  }

  /// All octets of the message; the caller closes the stream.
  public InputStream open() throws IOException {
    return source.open(new Span(0, octets()));
  }
}
