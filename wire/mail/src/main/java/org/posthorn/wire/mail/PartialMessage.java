package org.posthorn.wire.mail;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which part of a message that was split a message is (RFC 2046 §5.2.2).
///
/// What is not well-formed is no part, and an ordinary message: more than one Content-Type, another
/// transfer encoding than 7bit, an id that is empty, long or not printable ASCII, numbers that are
/// none.
///
/// @param id the same in all parts of a message
/// @param number from 1
/// @param total how many parts there are, 0 where this one does not say: only the last one has to
public record PartialMessage(String id, int number, int total) {

  /// Parts of one message. Programs that split cut at 64 KiB or more, so this is beyond what a
  /// server takes as one message.
  public static final int MAX_PARTS = 1_000;

  /// Characters of an id: message-ids have up to 250.
  public static final int MAX_ID = 255;

  public PartialMessage {
    if (!isId(id)) throw new IllegalArgumentException("not an id of parts");
    if (number < 1 || total < 0 || total > MAX_PARTS || number > (total == 0 ? MAX_PARTS : total))
      throw new IllegalArgumentException(
          "no part has the number %d of %d".formatted(number, total));
  }

  /// What a message says of itself; null when it is no part.
  public static @Nullable PartialMessage of(HeaderFields header) {
    // Two fields mean different things to different readers: nobody's part.
    if (header.values("Content-Type").size() != 1) return null;
    if (header.values("Content-Transfer-Encoding").size() > 1) return null;
    var fields = PartFields.of(header, false);
    if (!fields.is("message", "partial")) return null;
    if (!fields.transferEncoding().equalsIgnoreCase("7bit")) return null;
    var id = parameter(fields.parameters(), "id");
    int number = count(parameter(fields.parameters(), "number"));
    var said = parameter(fields.parameters(), "total");
    int total = said == null ? 0 : count(said);
    if (id == null || !isId(id) || number < 0 || (said != null && total < 0)) return null;
    return total > 0 && number > total ? null : new PartialMessage(id, number, total);
  }

  private static boolean isId(String id) {
    return !id.isEmpty()
        && id.length() <= MAX_ID
        && id.chars().allMatch(c -> c >= ' ' && c <= '~')
        && id.equals(id.strip());
  }

  private static @Nullable String parameter(Map<String, String> parameters, String name) {
    for (var parameter : parameters.entrySet())
      if (parameter.getKey().equalsIgnoreCase(name)) return parameter.getValue();
    return null;
  }

  /// -1 for what is no number of parts.
  private static int count(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > 4) return -1;
    for (int i = 0; i < text.length(); i++) if (!Ascii.isDigit(text.charAt(i))) return -1;
    int count = Integer.parseInt(text);
    return count < 1 || count > MAX_PARTS ? -1 : count;
  }
}
