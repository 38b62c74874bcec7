package org.posthorn.platform.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The steps of one room's tables, from nothing to what the program needs today, forward only.
///
/// Step n of room `mailbox` named `search` is the class-path resource
/// `db/sqlite/mailbox/n-search.sql` (and `db/postgresql/…`): `names` lists them in order, from 1. A
/// step that was released is never edited; the next one changes what it did. A step is one or more
/// statements and runs in a transaction of its own.
///
/// The names stand in code rather than being found by listing folders, so that the newest number
/// costs nothing to know and a file that was forgotten in the build is noticed.
public record Migrations(String room, List<String> names) {

  public Migrations {
    names = List.copyOf(names);
    if (!room.matches("[a-z]+")) throw new IllegalArgumentException("room " + room);
    for (var name : names)
      if (!name.matches("[a-z0-9-]+")) throw new IllegalArgumentException("migration " + name);
  }

  public static Migrations of(String room, String... names) {
    return new Migrations(room, List.of(names));
  }

  /// One step, read.
  record Step(String room, int number, String name, String sql) {

    String checksum() {
      try {
        var sha = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(sha.digest(sql.getBytes(StandardCharsets.UTF_8)), 0, 16);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }

    @Override
    public String toString() {
      return "%s/%d-%s".formatted(room, number, name);
    }
  }

  List<Step> steps(Dialect dialect) {
    var steps = new java.util.ArrayList<Step>(names.size());
    for (var name : names) {
      var number = steps.size() + 1;
      var path =
          "db/%s/%s/%d-%s.sql".formatted(dialect.pick("sqlite", "postgresql"), room, number, name);
      steps.add(new Step(room, number, name, read(path)));
    }
    return steps;
  }

  private static String read(String path) {
    try (var in = Migrations.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null)
        throw new StorageException("The program is incomplete: " + path + " is not in it.");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new StorageException("Cannot read " + path + " of the program", e);
    }
  }
}
