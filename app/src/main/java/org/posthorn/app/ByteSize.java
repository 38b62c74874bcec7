package org.posthorn.app;

import java.util.regex.Pattern;

/// A number of octets, written `50 MiB`, `4K` or `1000`; the letters are powers of 1024.
record ByteSize(long bytes) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,15}) ?(?:([KMGT])(?:i?B)?)?");

  /// @throws IllegalArgumentException if the text is not a size below 2^63
  static ByteSize parse(String text) {
    var matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) throw new IllegalArgumentException("not a size, such as \"50 MiB\"");
    var unit = matcher.group(2);
    int shift = unit == null ? 0 : 10 * (1 + "KMGT".indexOf(unit));
    long number = Long.parseLong(matcher.group(1));
    if (number > Long.MAX_VALUE >> shift) throw new IllegalArgumentException("too large a size");
    return new ByteSize(number << shift);
  }

  @Override
  public String toString() {
    var units = "TGMK";
    for (int i = 0; i < units.length(); i++) {
      int shift = 10 * (units.length() - i);
      if (bytes != 0 && bytes % (1L << shift) == 0)
        return (bytes >> shift) + " " + units.charAt(i) + "iB";
    }
    return bytes + " bytes";
  }
}
