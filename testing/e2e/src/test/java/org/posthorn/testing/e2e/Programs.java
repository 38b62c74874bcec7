package org.posthorn.testing.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/// Other people's programs on this machine: swaks, curl, mbsync, unbound, smtp-sink and their like.
///
/// A test whose program is not installed does not exist, rather than being skipped; the program's
/// name goes to `target/not-run.txt`, and the build's last line says it. Guarded by its own
/// monitor.
final class Programs {
  static final Programs HERE = new Programs(Path.of("target", "not-run.txt"), systemPath());

  private final Path notRun;
  private final String searched;
  private final NavigableSet<String> missing = new TreeSet<>();

  /// @param searched folders, as in PATH
  Programs(Path notRun, String searched) {
    this.notRun = notRun;
    this.searched = searched;
    try {
      Files.deleteIfExists(notRun);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String systemPath() {
    var path = System.getenv("PATH");
    // Servers are where only root looks for them.
    return (path == null ? "/usr/bin:/bin" : path) + ":/usr/sbin";
  }

  /// What a test does with a program.
  interface Use {
    void with(Path program) throws Exception;
  }

  /// One test with this program, or none and a note when it is not installed.
  Stream<DynamicTest> test(String name, String program, Use use) {
    var found = find(program);
    if (found == null) return Stream.empty();
    return Stream.of(DynamicTest.dynamicTest(name, () -> use.with(found)));
  }

  /// Where a program is; null, and noted, when it is not installed.
  @Nullable Path find(String program) {
    for (var folder : searched.split(File.pathSeparator, -1)) {
      var file = Path.of(folder, program);
      if (!folder.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) return file;
    }
    note(program);
    return null;
  }

  /// The same for a program that only root can run.
  @Nullable Path findAsRoot(String program) {
    if (System.getProperty("user.name").equals("root")) return find(program);
    note(program + " (needs root)");
    return null;
  }

  /// Where a library is that programs are given to load, wherever Debian's architecture has it.
  @Nullable Path findLibrary(String library) throws IOException {
    try (var folders = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu*")) {
      for (var folder : folders)
        if (Files.exists(folder.resolve(library))) return folder.resolve(library);
    }
    note(library);
    return null;
  }

  private synchronized void note(String program) {
    if (!missing.add(program)) return;
    try {
      Files.createDirectories(notRun.toAbsolutePath().getParent());
      Files.writeString(notRun, String.join(", ", missing) + "\n");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
