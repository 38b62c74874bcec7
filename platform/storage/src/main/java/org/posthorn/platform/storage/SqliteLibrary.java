package org.posthorn.platform.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.OSInfo;

/// SQLite's native library, for a launcher that wants it ready: left alone, the driver copies it to
/// a new file at each start, and runs programs to find out about the system.
public final class SqliteLibrary {

  private SqliteLibrary() {}

  /// Puts the library of this system there, or nothing where the driver brings none for it. The
  /// properties `org.sqlite.lib.path` and `org.sqlite.lib.name` tell the driver of it.
  public static void copyTo(Path file) throws IOException {
    var folder = OSInfo.getNativeLibFolderPathForCurrentOS();
    var name = System.mapLibraryName("sqlitejdbc");
    var resource = "/org/sqlite/native/%s/%s".formatted(folder, name);
    try (var in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) return;
      var fresh = Path.of(file + ".new");
      Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
