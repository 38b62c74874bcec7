package org.posthorn.wire.mail;

import java.util.ArrayList;
import java.util.List;

/// The message-ids of Message-ID, In-Reply-To and References fields.
public final class MessageIds {

  private MessageIds() {}

  /// The ids of an unfolded value without their angle brackets, in order, each once; needless
  /// quotes and white space inside are removed, so that ids that mean the same are the same (RFC
  /// 5256 §3). At most `MessageLimits.MAX_MESSAGE_IDS`: of more, the first and the latest.
  public static List<String> parse(String value) {
    return latest(List.copyOf(new java.util.LinkedHashSet<>(all(value))));
  }

  /// The same with every repetition, for which the last one is the last that stands there.
  public static List<String> parseRepeated(String value) {
    return latest(all(value));
  }

  private static List<String> all(String value) {
    var ids = new ArrayList<String>();
    int at = 0;
    while (true) {
      int open = value.indexOf('<', at);
      int close = open < 0 ? -1 : value.indexOf('>', open);
      if (close < 0) break;
      int nested = value.lastIndexOf('<', close); // a bracket that was never closed before it
      add(ids, value.substring(nested + 1, close));
      at = close + 1;
    }
    // COMPAT(old mailers, 2026-11): ids without brackets
    if (ids.isEmpty() && value.indexOf('<') < 0)
      for (var word : value.split("[ \t,]+", MessageLimits.MAX_MESSAGE_IDS + 1))
        if (word.indexOf('@') > 0) add(ids, word);
    return ids;
  }

  /// The root and the nearest parents, which matter.
  private static List<String> latest(List<String> ids) {
    if (ids.size() <= MessageLimits.MAX_MESSAGE_IDS) return List.copyOf(ids);
    var latest = new ArrayList<>(ids);
    latest.subList(1, ids.size() - MessageLimits.MAX_MESSAGE_IDS + 1).clear();
    return List.copyOf(latest);
  }

  private static void add(List<String> ids, String inside) {
    var id = new StringBuilder(inside.length());
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      if (c == '\\' && i + 1 < inside.length()) id.append(inside.charAt(++i));
      else if (c != '"' && c > ' ') id.append(c);
    }
    if (!id.isEmpty()) ids.add(id.toString());
  }
}
