package org.posthorn.testing.walls;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The source tree and the classes that were made of it.
final class Repository {
  static final String ROOT = "org.posthorn";
  static final List<String> FLOORS = List.of("wire", "platform", "domain", "servers", "app");

  private Repository() {}

  static Path root() {
    var root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve(".mvn"))) {
      var parent = root.getParent();
      if (parent == null) throw new IllegalStateException("not inside the repository");
      root = parent;
    }
    return root;
  }

  /// The program's classes, without the tests and the testing floor.
  static JavaClasses program() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .withImportOption(location -> !location.contains("/org/posthorn/testing/"))
        .importPackages(ROOT);
  }

  /// A module of the program.
  ///
  /// @param name its package below [#ROOT]: `wire.mail`, `app`
  record Room(String name, Path folder) {
    Path sources() {
      return folder.resolve("src/main/java");
    }

    List<Path> sourceFiles() throws IOException {
      try (var files = Files.walk(sources())) {
        return files.filter(file -> file.toString().endsWith(".java")).toList();
      }
    }
  }

  /// Every module of the program's floors that has sources.
  static List<Room> rooms() throws IOException {
    var rooms = new ArrayList<Room>();
    for (var floor : FLOORS) {
      var folder = root().resolve(floor);
      if (floor.equals("app")) rooms.add(new Room(floor, folder));
      else rooms.addAll(below(floor, folder));
    }
    return rooms.stream().filter(room -> Files.isDirectory(room.sources())).toList();
  }

  private static List<Room> below(String floor, Path folder) throws IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(Files::isDirectory)
          .map(room -> new Room(floor + "." + room.getFileName(), room))
          .toList();
    }
  }
}
