package org.posthorn.wire.imap;

import java.nio.charset.StandardCharsets;
import org.posthorn.wire.mail.EncodedWords;

/// Encoded words as IMAP's strings carry them.
final class EncodedWordWriter {

  private EncodedWordWriter() {}

  /// A quoted string of as many encoded words as are needed; a client puts them together without
  /// the spaces between.
  static void write(ResponseWriter out, String text) {
    out.raw('"');
    out.raw(EncodedWords.encode(text, " ").getBytes(StandardCharsets.US_ASCII));
    out.raw('"');
  }
}
