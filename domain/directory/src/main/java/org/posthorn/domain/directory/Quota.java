package org.posthorn.domain.directory;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How much an account may hold: octets of messages, and number of messages. 0 is "no limit".
public record Quota(long bytes, long messages) {

  public static final Quota NONE = new Quota(0, 0);

  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,3})?)\\s*([KMGT]?)(?:I?B)?");

  public Quota {
    if (bytes < 0 || messages < 0) throw new IllegalArgumentException(bytes + ", " + messages);
  }

  /// Reads a size as people write it: `5G`, `500M`, `1.5 GiB`, `1048576`; the letters are powers of
  /// 1024. Nothing, `0`, `none` and `unlimited` are no limit.
  ///
  /// @return the octets, or null when the text is not a size
  public static @Nullable Long parseBytes(String text) {
    var upper = text.strip().toUpperCase(Locale.ROOT);
    if (upper.isEmpty() || upper.equals("NONE") || upper.equals("UNLIMITED")) return 0L;
    var matcher = SIZE.matcher(upper);
    if (!matcher.matches()) return null;
    int power = " KMGT".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2));
    var octets = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
    return octets.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 ? null : octets.longValue();
  }

  @Override
  public String toString() {
    if (equals(NONE)) return "none";
    return (bytes == 0 ? "no limit" : bytes + " bytes")
        + (messages == 0 ? "" : ", " + messages + " messages");
  }
}
