package org.posthorn.wire.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.smtp.EnhancedCode;

/// What enhanced status codes (RFC 3463) mean in plain words, and what a sender can do.
///
/// An entry is `5.1.1: why`, with what to do in the indented lines below; `x` stands for any number
/// in the class or in the detail. The most precise entry counts. Immutable.
final class Explanations {

  /// @param advice empty when there is nothing to do
  record Explanation(String why, String advice) {}

  private static final Pattern ENTRY =
      Pattern.compile("([245x]\\.(?:x|\\d{1,3})\\.(?:x|\\d{1,3})):(.*)");

  /// What every table ends with, so that no code is left without words.
  private static final List<String> REQUIRED = List.of("2.x.x", "4.x.x", "5.x.x");

  private final Map<String, Explanation> entries;

  private Explanations(Map<String, Explanation> entries) {
    this.entries = Map.copyOf(entries);
  }

  static Explanations parse(List<String> lines, int firstLine) throws TemplateException {
    var entries = new HashMap<String, Explanation>();
    String pattern = null;
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (line.isBlank()) continue;
      if (Character.isWhitespace(line.charAt(0))) {
        if (pattern == null) throw new TemplateException(firstLine + i, null, "belongs to no code");
        entries.computeIfPresent(pattern, (_, known) -> advised(known, line));
        continue;
      }
      var entry = ENTRY.matcher(line);
      if (!entry.matches())
        throw new TemplateException(firstLine + i, null, "is not of the form 5.1.1: text");
      pattern = entry.group(1);
      var why = FieldText.clean(entry.group(2));
      if (why.isEmpty()) throw new TemplateException(firstLine + i, null, "explains nothing");
      if (entries.put(pattern, new Explanation(why, "")) != null)
        throw new TemplateException(firstLine + i, null, pattern + " is here twice");
    }
    for (var required : REQUIRED) {
      if (!entries.containsKey(required))
        throw new TemplateException(firstLine, null, required + " is missing in [explanations]");
    }
    return new Explanations(entries);
  }

  private static Explanation advised(Explanation known, String line) {
    return new Explanation(known.why, FieldText.clean(known.advice + " " + line));
  }

  Explanation of(EnhancedCode code) {
    var subject = code.subject() + ".";
    for (var tail : List.of(subject + code.detail(), subject + "x", "x.x")) {
      var found = entry(code.status() + "." + tail);
      if (found == null) found = entry("x." + tail);
      if (found != null) return found;
    }
    throw new IllegalStateException("no explanation of " + code);
  }

  private @Nullable Explanation entry(String pattern) {
    return entries.get(pattern);
  }
}
