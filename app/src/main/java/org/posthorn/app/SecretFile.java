package org.posthorn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.posthorn.platform.storage.StorageException;

/// Files that hold one secret, in their first line.
final class SecretFile {
  private SecretFile() {}

  static String read(Path file) throws IOException {
    try (var lines = Files.newBufferedReader(file)) {
      var line = lines.readLine();
      return line == null ? "" : line;
    }
  }

  /// The password of the database.
  static String ofStorage(Path file) {
    try {
      return read(file);
    } catch (IOException e) {
      throw new StorageException("Cannot read the password file " + file + ": " + e, e);
    }
  }
}
