package org.posthorn.wire.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// From the charset names that mail uses, right and wrong ones, to decoders; never throws.
///
/// COMPAT(all, 2026-11): as browsers do, names of small charsets mean the larger ones that senders
/// really used (ISO-8859-1 is windows-1252, GB2312 is GB18030, KS_C_5601 is windows-949, …), and
/// US-ASCII with 8-bit text is taken as unlabelled.
public final class Charsets {

  /// What 8-bit text without a label is when it is not UTF-8.
  static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private static final int MAX_NAME_LENGTH = 64;

  /// The empty name stands for "unlabelled".
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("ascii", ""),
          Map.entry("us-ascii", ""),
          Map.entry("ansi_x3.4-1968", ""),
          Map.entry("unknown-8bit", ""),
          Map.entry("x-unknown", ""),
          Map.entry("default", ""),
          Map.entry("utf8", "utf-8"),
          Map.entry("unicode-1-1-utf-8", "utf-8"),
          Map.entry("iso-8859-1", "windows-1252"),
          Map.entry("iso8859-1", "windows-1252"),
          Map.entry("iso_8859-1", "windows-1252"),
          Map.entry("latin1", "windows-1252"),
          Map.entry("latin-1", "windows-1252"),
          Map.entry("ansi", "windows-1252"),
          Map.entry("iso-8859-9", "windows-1254"),
          Map.entry("iso-8859-8-i", "iso-8859-8"),
          Map.entry("iso-8859-8-e", "iso-8859-8"),
          Map.entry("iso-8859-6-i", "iso-8859-6"),
          Map.entry("iso-8859-6-e", "iso-8859-6"),
          Map.entry("gb2312", "gb18030"),
          Map.entry("gbk", "gb18030"),
          Map.entry("x-gbk", "gb18030"),
          Map.entry("hz-gb-2312", "gb18030"),
          Map.entry("big5", "big5-hkscs"),
          Map.entry("ks_c_5601-1987", "x-windows-949"),
          Map.entry("ks_c_5601", "x-windows-949"),
          Map.entry("euc-kr", "x-windows-949"),
          Map.entry("cp949", "x-windows-949"),
          Map.entry("shift_jis", "windows-31j"),
          Map.entry("shift-jis", "windows-31j"),
          Map.entry("x-sjis", "windows-31j"),
          Map.entry("sjis", "windows-31j"),
          Map.entry("cp932", "windows-31j"),
          Map.entry("tis-620", "x-windows-874"),
          Map.entry("iso-8859-11", "x-windows-874"),
          Map.entry("windows-874", "x-windows-874"),
          Map.entry("macintosh", "x-macroman"),
          Map.entry("x-mac-roman", "x-macroman"),
          Map.entry("koi8r", "koi8-r"),
          Map.entry("koi8u", "koi8-u"));

  private Charsets() {}

  /// The charset of a label, or null when it says nothing: absent, unknown, US-ASCII. Null decodes
  /// as UTF-8 when it is that, else as windows-1252.
  public static @Nullable Charset named(@Nullable String label) {
    if (label == null || label.isEmpty() || label.length() > MAX_NAME_LENGTH) return null;
    var name = label.strip().toLowerCase(Locale.ROOT);
    if (name.equals("utf-8")) return UTF_8;
    name = ALIASES.getOrDefault(name, name);
    if (name.isEmpty()) return null;
    if (name.startsWith("cp-") || name.startsWith("cp_")) name = "cp" + name.substring(3);
    if (name.startsWith("win-")) name = "windows-" + name.substring(4);
    if (name.matches("windows\\d+")) name = "windows-" + name.substring(7);
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return null;
    }
  }

  /// Decodes with replacement characters for what is broken; see `named` for null.
  static String decode(byte[] bytes, int from, int to, @Nullable Charset charset) {
    if (charset == null) return decodeUnlabelled(bytes, from, to);
    return new String(bytes, from, to - from, charset);
  }

  static String decodeUnlabelled(byte[] bytes, int from, int to) {
    if (isAscii(bytes, from, to)) return new String(bytes, from, to - from, ISO_8859_1);
    try {
      return UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, from, to - from, WINDOWS_1252);
    }
  }

  static boolean isAscii(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) if (bytes[i] < 0) return false;
    return true;
  }
}
