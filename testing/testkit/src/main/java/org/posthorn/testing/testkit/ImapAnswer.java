package org.posthorn.testing.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All that a server said to one command: the untagged responses in order, then the tagged one.
///
/// @param status `OK`, `NO` or `BAD`
/// @param text what follows it, the response code included
public record ImapAnswer(List<Untagged> untagged, String status, String text) {
  /// An untagged response.
  ///
  /// @param number the number before the name, as in `* 23 EXISTS`; -1 without one
  /// @param name in capitals: `EXISTS`, `FETCH`, `OK`
  /// @param items what follows; for `OK`, `NO`, `BAD`, `BYE` and `PREAUTH` nothing
  /// @param text for those five, the rest of the line
  public record Untagged(long number, String name, List<ImapItem> items, String text) {
    /// Data items and their values of a `FETCH` response, the names in capitals.
    public Map<String, ImapItem> fetched() {
      if (items.isEmpty()) throw new BadAnswer("a FETCH without data: " + this);
      var pairs = items.getFirst().items();
      if (pairs.size() % 2 != 0) throw new BadAnswer("a FETCH with an item without a value");
      var fetched = new LinkedHashMap<String, ImapItem>();
      for (var i = 0; i < pairs.size(); i += 2) {
        var name = pairs.get(i).text().toUpperCase(Locale.ROOT);
        if (fetched.put(name, pairs.get(i + 1)) != null)
          throw new BadAnswer("a FETCH that says " + name + " twice");
      }
      return fetched;
    }
  }

  public boolean isOk() {
    return status.equals("OK");
  }

  /// This answer.
  ///
  /// @throws BadAnswer when it is not OK
  public ImapAnswer ok() {
    if (!isOk()) throw new BadAnswer(status + " " + text);
    return this;
  }

  public Stream<Untagged> named(String name) {
    return untagged.stream().filter(response -> response.name().equals(name));
  }

  /// The arguments of a response code, in the tagged response or else an untagged OK: for
  /// `[APPENDUID 1 2]` asked for `APPENDUID`, `1 2`. Null when it is nowhere.
  public @Nullable String code(String name) {
    var found = code(text, name);
    if (found != null) return found;
    return named("OK")
        .map(response -> code(response.text(), name))
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElse(null);
  }

  /// The same for a code that has to be there.
  public String needed(String name) {
    var found = code(name);
    if (found == null) throw new BadAnswer("no [" + name + "] in: " + text);
    return found;
  }

  private static @Nullable String code(String text, String name) {
    if (!text.startsWith("[" + name)) return null;
    var end = text.indexOf(']');
    var after = 1 + name.length();
    if (end == after) return "";
    if (end < 0 || text.charAt(after) != ' ') return null;
    return text.substring(after + 1, end);
  }
}
