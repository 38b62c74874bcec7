import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Checks that every Java file under a folder is formatted, or formats them: `Format.java ROOT
/// check|fix`.
class Format {
  static void main(String[] args) throws Exception {
    var root = Path.of(args[0]);
    var fix = args[1].equals("fix");
    var formatter = new Formatter();
    var wrong = new ArrayList<Path>();
    for (var file : sources(root)) {
      var text = Files.readString(file);
      var formatted = formatter.formatSourceAndFixImports(text);
      if (formatted.equals(text)) continue;
      if (fix) Files.writeString(file, formatted);
      else wrong.add(root.relativize(file));
    }
    if (wrong.isEmpty()) return;
    wrong.forEach(file -> System.err.println("not formatted: " + file));
    System.err.println("Run: mvn -q process-sources -pl build -Dformat=fix");
    System.exit(1);
  }

  static List<Path> sources(Path root) throws Exception {
    try (var files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("/target/"))
          .toList();
    }
  }
}
