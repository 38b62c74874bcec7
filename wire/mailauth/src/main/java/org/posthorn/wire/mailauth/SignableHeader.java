package org.posthorn.wire.mailauth;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageLimits;

/// A message's header as signatures see it: exact fields, found by name from the bottom (RFC 6376
/// §5.4.2). Immutable.
final class SignableHeader {

  private static final byte[] LINE_END = {'\r', '\n'};

  private final List<byte[]> fields = new ArrayList<>();

  /// Where the fields of a name are, topmost first; names in lower case.
  private final Map<String, List<Integer>> places = new HashMap<>();

  private final boolean isTooLarge;

  SignableHeader(HeaderFields header) {
    long octets = 0;
    for (int i = 0; i < header.size(); i++) {
      var field = header.line(i);
      octets += field.length;
      if (octets > MessageLimits.MAX_HEADER_OCTETS) break;
      fields.add(field);
      places.computeIfAbsent(name(field), _ -> new ArrayList<>()).add(i);
    }
    isTooLarge =
        octets > MessageLimits.MAX_HEADER_OCTETS
            || header.size() >= MessageLimits.MAX_HEADER_FIELDS;
  }

  /// Whether there are fields that were not looked at.
  boolean isTooLarge() {
    return isTooLarge;
  }

  /// The places of all fields of a name, given in lower case, topmost first.
  List<Integer> places(String name) {
    return places.getOrDefault(name, List.of());
  }

  byte[] field(int place) {
    return fields.get(place);
  }

  /// The value with its folding, each octet a character.
  String value(int place) {
    var text = new String(fields.get(place), StandardCharsets.ISO_8859_1);
    return text.substring(text.indexOf(':') + 1);
  }

  private static String name(byte[] field) {
    int colon = 0;
    while (colon < field.length && field[colon] != ':') colon++;
    var name = new String(field, 0, colon, StandardCharsets.ISO_8859_1);
    return TagList.trim(name).toLowerCase(Locale.ROOT);
  }

  /// Appends the fields that `h=` names, each with its line end: of each name the lowest first, and
  /// nothing for names that there are no more fields of.
  ///
  /// @param own the place of the signature itself, which it does not sign; -1 for none
  void appendSigned(List<String> names, int own, Canonicalization form, ByteArrayOutputStream out) {
    var next = new HashMap<String, Integer>();
    for (var name : names) {
      var all = places(name);
      int index = next.getOrDefault(name, all.size()) - 1;
      if (index >= 0 && all.get(index) == own) index--;
      next.put(name, Math.max(index, 0));
      if (index < 0) continue;
      form.append(fields.get(all.get(index)), out);
      out.writeBytes(LINE_END);
    }
  }
}
