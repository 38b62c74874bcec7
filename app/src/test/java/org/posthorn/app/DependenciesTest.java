package org.posthorn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// docs/dependencies.md and the poms say the same.
class DependenciesTest {
  private static final Pattern IN_POM =
      Pattern.compile("<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>");
  private static final Pattern IN_LIST = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\|$");

  private static Path root() {
    var root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve(".mvn")))
      root = Objects.requireNonNull(root.getParent(), "not inside the repository");
    return root;
  }

  private static Set<String> inPoms() throws IOException {
    var found = new TreeSet<String>();
    for (var pom : new String[] {"pom.xml", "build/pom.xml"}) {
      var text =
          Files.readString(root().resolve(pom)).replaceAll("(?s)<exclusion>.*?</exclusion>", "");
      IN_POM.matcher(text).results().forEach(one -> found.add(one.group(1) + ":" + one.group(2)));
    }
    found.removeIf(name ->
        name.startsWith("org.posthorn:")
            || name.startsWith("org.apache.maven.plugins:")
            || name.startsWith("org.codehaus.mojo:")
            || name.equals("org.junit.jupiter:junit-jupiter"));
    return found;
  }

  @Test
  void every_dependency_has_its_line_of_reason_and_no_line_is_left_over() throws IOException {
    var listed = new TreeSet<String>();
    var text = Files.readString(root().resolve("docs/dependencies.md"));
    IN_LIST.matcher(text).results().forEach(one -> listed.add(one.group(1)));
    assertThat(listed).isEqualTo(inPoms()).hasSizeGreaterThan(20);
  }
}
