package org.posthorn.domain.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageLimits;

/// What a list puts before its mail, and how it knows its own. Nothing of the message is changed,
/// so signatures stay good.
///
/// There is no `List-Unsubscribe`: nobody here unsubscribes by himself.
final class ListFields {

  /// Octets of an encoded word's text before base64; the word stays below 75 characters (RFC 2047
  /// §2).
  private static final int WORD_OCTETS = 36;

  /// RFC 2919 §3: what counts is between the brackets.
  private static final Pattern BRACKETS = Pattern.compile("<([^<>]*)>\\s*$");

  private ListFields() {}

  /// The fields, with line ends.
  static String of(Form.Posted post) {
    var list = post.list().withAsciiDomain();
    var title = post.title().isEmpty() ? "" : phrase(post.title());
    return "List-Id: "
        + title
        + "<"
        + id(post.list())
        + ">\r\n"
        // RFC 2369 §3.4, §3.5; a list's name has no character that a URI would hide.
        + "List-Post: <mailto:"
        + list
        + ">\r\n"
        + "List-Owner: <mailto:"
        + post.owner().withAsciiDomain()
        + ">\r\n"
        + "Precedence: list\r\n";
  }

  /// `list-label "." list-id-namespace` (RFC 2919 §2).
  private static String id(EmailAddress list) {
    return list.localpart().text().toLowerCase(Locale.ROOT) + "." + list.domain().ascii();
  }

  private static String phrase(String title) {
    if (title.chars().allMatch(c -> c >= ' ' && c < 0x7F))
      return '"' + title.replace("\\", "\\\\").replace("\"", "\\\"") + "\" ";
    var words = new StringBuilder();
    var piece = new StringBuilder();
    int octets = 0;
    for (int at = 0; at < title.length(); ) {
      var character = Character.toString(title.codePointAt(at));
      int length = character.getBytes(UTF_8).length;
      if (octets + length > WORD_OCTETS) {
        words.append(word(piece)).append("\r\n ");
        piece.setLength(0);
        octets = 0;
      }
      piece.append(character);
      octets += length;
      at += character.length();
    }
    // RFC 2047 §2: a line with an encoded word has at most 76 characters.
    return words.append(word(piece)).append("\r\n ").toString();
  }

  private static String word(CharSequence text) {
    var encoded = Base64.getEncoder().encodeToString(text.toString().getBytes(UTF_8));
    return "=?UTF-8?B?" + encoded + "?=";
  }

  /// Whether a message was at some list before.
  enum Before {
    NO,
    AT_THIS_LIST,
    AT_ANOTHER
  }

  /// Only the header is read.
  static HeaderFields header(Spool message) throws IOException {
    try (var in = message.open()) {
      return HeaderFields.of(in.readNBytes(MessageLimits.MAX_HEADER_OCTETS));
    }
  }

  static Before before(HeaderFields header, Form.Posted post) {
    var ids = header.values("List-Id");
    if (ids.isEmpty()) return Before.NO;
    for (var value : ids) {
      var brackets = BRACKETS.matcher(value);
      if (brackets.find() && brackets.group(1).strip().equalsIgnoreCase(id(post.list())))
        return Before.AT_THIS_LIST;
    }
    return Before.AT_ANOTHER;
  }
}
