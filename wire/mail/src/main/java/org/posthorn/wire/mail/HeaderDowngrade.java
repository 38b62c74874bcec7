package org.posthorn.wire.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A header in ASCII for those who understand no other, by the simple rules of RFC 6858 §2: what
/// people read of it is encoded, addresses that cannot be said become such that nobody has,
/// parameters and other fields that cannot be said are left out. Fields in ASCII stay as they are.
final class HeaderDowngrade {

  /// RFC 2606 §2: nobody ever has it.
  private static final String NOBODY = "<invalid@internationalized-address.invalid>";

  private static final Set<String> ADDRESSES =
      names(
          "Bcc",
          "Cc",
          "From",
          "Reply-To",
          "Resent-Bcc",
          "Resent-Cc",
          "Resent-From",
          "Resent-Sender",
          "Resent-To",
          "Return-Path",
          "Sender",
          "To");
  private static final Set<String> WITH_PARAMETERS = names("Content-Type", "Content-Disposition");
  private static final String FOLD = "\r\n ";

  private HeaderDowngrade() {}

  private static Set<String> names(String... names) {
    var set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(List.of(names));
    return set;
  }

  /// @param header with the empty line that ends it, if there is one
  static String of(byte[] header) {
    if (isAscii(header)) return new String(header, StandardCharsets.US_ASCII);
    var fields = HeaderFields.of(header);
    var text = new StringBuilder(header.length);
    for (int i = 0; i < fields.size(); i++) {
      var line = fields.line(i);
      if (isAscii(line)) text.append(new String(line, StandardCharsets.US_ASCII));
      else downgrade(fields.field(i), text);
    }
    if (endsWithEmptyLine(header)) text.append("\r\n");
    return text.toString();
  }

  private static void downgrade(HeaderField field, StringBuilder text) {
    var name = field.name();
    if (!isAscii(name)) return;
    var value = field.value();
    if (ADDRESSES.contains(name)) text.append(name).append(": ").append(addresses(value));
    else if (name.equalsIgnoreCase("Subject"))
      text.append(name).append(": ").append(EncodedWords.encode(value, FOLD));
    else if (WITH_PARAMETERS.contains(name)) {
      var kept = parameters(value);
      if (kept.isEmpty()) return;
      text.append(name).append(": ").append(kept);
    } else {
      return;
    }
    text.append("\r\n");
  }

  private static String addresses(String value) {
    var list = new StringBuilder();
    boolean first = true;
    for (var address : AddressList.parse(value)) {
      boolean endsGroup = address.host() == null && address.mailbox() == null;
      if (!first && !endsGroup) list.append(',').append(FOLD);
      first = false;
      if (endsGroup) {
        list.append(';');
      } else if (address.host() == null) {
        list.append(phrase(String.valueOf(address.mailbox()))).append(':');
        first = true;
      } else {
        mailbox(address, list);
      }
    }
    return list.toString();
  }

  private static void mailbox(EnvelopeAddress address, StringBuilder list) {
    var plain = address.mailbox() + "@" + address.host();
    var name = address.name();
    if (!isAscii(plain)) {
      var told = name == null ? plain : EncodedWords.decode(name) + " (" + plain + ")";
      list.append(EncodedWords.encode(told, FOLD)).append(FOLD).append(NOBODY);
      return;
    }
    if (name != null) list.append(phrase(name)).append(FOLD);
    list.append('<').append(local(String.valueOf(address.mailbox())));
    list.append('@').append(address.host()).append('>');
  }

  private static String local(String mailbox) {
    boolean dotAtom = mailbox.matches("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+");
    return dotAtom ? mailbox : quoted(mailbox);
  }

  private static String phrase(String name) {
    return isAscii(name) ? quoted(name) : EncodedWords.encode(EncodedWords.decode(name), FOLD);
  }

  /// Words that are encoded already must not stand in quotes (RFC 2047 §5).
  private static String quoted(String text) {
    if (text.matches("[A-Za-z0-9 =?_-]+")) return text;
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /// RFC 6858 §2.2: parameters that cannot be said are cut out; the first piece is the value.
  private static String parameters(String value) {
    var pieces = pieces(value);
    if (!isAscii(pieces.getFirst())) return "";
    var kept = new StringBuilder();
    for (var piece : pieces) {
      if (!isAscii(piece)) continue;
      if (!kept.isEmpty()) kept.append(';').append(FOLD);
      kept.append(piece.strip());
    }
    return kept.toString();
  }

  /// Cuts at the semicolons that stand outside of quotes.
  private static List<String> pieces(String value) {
    var pieces = new ArrayList<String>();
    boolean inQuotes = false;
    int start = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && inQuotes) i++;
      else if (c == '"') inQuotes = !inQuotes;
      else if (c == ';' && !inQuotes) {
        pieces.add(value.substring(start, i));
        start = i + 1;
      }
    }
    pieces.add(value.substring(start));
    return pieces;
  }

  static boolean isAscii(byte[] octets) {
    for (byte octet : octets) if (octet < 0) return false;
    return true;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static boolean endsWithEmptyLine(byte[] header) {
    int end = header.length;
    if (end == 0 || header[end - 1] != '\n') return false;
    int before = end > 1 && header[end - 2] == '\r' ? end - 2 : end - 1;
    return before == 0 || header[before - 1] == '\n';
  }
}
