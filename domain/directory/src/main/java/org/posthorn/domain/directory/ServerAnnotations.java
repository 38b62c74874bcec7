package org.posthorn.domain.directory;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Database;
import org.posthorn.platform.storage.Transaction;

/// Annotations of the whole server that everybody may read and administrators set (RFC 5464 §3.1).
/// Every change is durable when it returns. Any thread may call.
public final class ServerAnnotations {

  /// Octets of one value.
  public static final int MAX_VALUE = 32 * 1024;

  public static final int MAX_ENTRIES = 200;

  /// Of all values together: all of them are read at once, and kept by who is told of changes.
  public static final int MAX_OCTETS = 128 * 1024;

  /// Characters of a name.
  public static final int MAX_NAME = 250;

  /// What became of a change.
  public enum Outcome {
    DONE,
    TOO_BIG,
    TOO_MANY
  }

  private static final String PREFIX = "annotation ";

  private final Database database;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  ServerAnnotations(Database database) {
    this.database = database;
  }

  /// From now on `listener` is told of changes, on the thread of whoever made one, after its
  /// commit; must return at once.
  public void whenChanged(Runnable listener) {
    listeners.add(listener);
  }

  private record Row(String name, String value) {}

  private static final String ALL =
      "SELECT name, value FROM directory_value WHERE name LIKE 'annotation /%'";

  /// All of them by name, which is in lower case.
  public Map<String, byte[]> all() {
    return database.read(ServerAnnotations::all);
  }

  private static Map<String, byte[]> all(Transaction tx) {
    var all = new TreeMap<String, byte[]>();
    var rows =
        tx.handle().select(ALL).map((row, _) -> new Row(row.getString(1), row.getString(2))).list();
    for (var row : rows)
      all.put(row.name.substring(PREFIX.length()), Base64.getDecoder().decode(row.value));
    return all;
  }

  private static final String SET =
      """
      INSERT INTO directory_value (name, value) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value
      """;
  private static final String REMOVE = "DELETE FROM directory_value WHERE name = ?";

  /// Sets and takes away, all or nothing.
  ///
  /// @param entries names in lower case, beginning with `/shared/`; without a value to take away
  public Outcome set(Map<String, byte @Nullable []> entries) {
    for (var entry : entries.entrySet()) {
      var value = entry.getValue();
      if (value != null && value.length > MAX_VALUE) return Outcome.TOO_BIG;
      if (entry.getKey().getBytes(StandardCharsets.UTF_8).length > MAX_NAME) return Outcome.TOO_BIG;
    }
    var outcome = database.write(tx -> set(tx, entries));
    if (outcome == Outcome.DONE) for (var listener : listeners) listener.run();
    return outcome;
  }

  private static Outcome set(Transaction tx, Map<String, byte @Nullable []> entries) {
    var after = all(tx);
    entries.forEach((name, value) -> {
      if (value == null) after.remove(name);
      else after.put(name, value);
    });
    long octets = after.values().stream().mapToLong(value -> value.length).sum();
    if (after.size() > MAX_ENTRIES || octets > MAX_OCTETS) return Outcome.TOO_MANY;
    entries.forEach((name, value) -> {
      if (value == null) tx.handle().execute(REMOVE, PREFIX + name);
      else tx.handle().execute(SET, PREFIX + name, Base64.getEncoder().encodeToString(value));
    });
    return Outcome.DONE;
  }
}
