package org.posthorn.testing.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// docs/rfcs.md says what the source says.
class StandardsTest {

  private static final Pattern CITED = Pattern.compile("RFC ([0-9]{3,5})(?: and ([0-9]{3,5}))?");
  private static final Pattern ROW =
      Pattern.compile("\\| ([0-9]{3,5}) \\| [^|]+ \\| (yes|part|no) \\|.*");

  @Test
  void whatever_the_source_cites_is_listed() throws IOException {
    assertThat(listed().keySet()).containsAll(cited());
  }

  @Test
  void whatever_is_listed_as_spoken_is_cited_by_the_source() throws IOException {
    var spoken = new TreeSet<Integer>();
    listed()
        .forEach((number, status) -> {
          if (!status.equals("no")) spoken.add(number);
        });
    assertThat(cited()).containsAll(spoken);
  }

  private static Map<Integer, String> listed() throws IOException {
    var listed = new TreeMap<Integer, String>();
    for (var line : Files.readAllLines(Repository.root().resolve("docs/rfcs.md"))) {
      var row = ROW.matcher(line);
      if (!row.matches()) continue;
      assertThat(listed.put(Integer.valueOf(row.group(1)), row.group(2))).as(line).isNull();
    }
    assertThat(listed).hasSizeGreaterThan(50);
    return listed;
  }

  /// From the programs' sources, not from their tests.
  private static Set<Integer> cited() throws IOException {
    var cited = new TreeSet<Integer>();
    try (var files = Files.walk(Repository.root())) {
      for (var file : files.filter(StandardsTest::isSource).toList())
        CITED.matcher(Files.readString(file)).results().forEach(found -> add(found, cited));
    }
    return cited;
  }

  private static void add(MatchResult found, Set<Integer> cited) {
    cited.add(Integer.valueOf(found.group(1)));
    if (found.group(2) != null) cited.add(Integer.valueOf(found.group(2)));
  }

  private static boolean isSource(Path file) {
    var path = Repository.root().relativize(file).toString();
    return path.contains("src/main/")
        && !path.contains("target/")
        && (path.endsWith(".java") || path.endsWith(".sql"));
  }
}
