package org.posthorn.testing.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/// A folder of transcript files, played against a server. TRANSCRIPTS.md defines the language.
///
/// ```java
/// @TestFactory
/// Stream<DynamicNode> transcripts() {
///   return Transcripts.in("transcripts/imap").against(new ImapUnderTest());
/// }
/// ```
public final class Transcripts {
  private static final String SUFFIX = ".txt";

  /// How long one read may take.
  static final Duration DEADLINE = Duration.ofSeconds(10);

  private final Path folder;

  private Transcripts(Path folder) {
    this.folder = folder;
  }

  /// The `.txt` files of a folder of the test resources, and of the folders in it.
  public static Transcripts in(String resource) {
    var url = Thread.currentThread().getContextClassLoader().getResource(resource);
    if (url == null) throw new IllegalArgumentException("no folder " + resource);
    try {
      return new Transcripts(Path.of(url.toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(resource, e);
    }
  }

  /// A container per file with a test per mode (all modes when none is named).
  public Stream<DynamicNode> against(ServerUnderTest server, Mode... modes) {
    var wanted = modes.length == 0 ? Mode.values() : modes;
    var files = files();
    if (files.isEmpty()) throw new IllegalStateException("no transcripts in " + folder);
    return files.stream().map(file -> node(file, server, List.of(wanted)));
  }

  private List<Path> files() {
    try (var walk = Files.walk(folder)) {
      return walk.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private DynamicNode node(Path file, ServerUnderTest server, List<Mode> modes) {
    var name = folder.relativize(file).toString();
    var uri = file.toUri();
    try {
      var scenario = ScenarioParser.parse(name, Files.readAllBytes(file));
      var tests =
          modes.stream().filter(scenario::runsIn).map(mode -> test(scenario, server, mode, uri));
      return DynamicContainer.dynamicContainer(name, uri, tests.map(DynamicNode.class::cast));
    } catch (TranscriptFailure e) {
      return DynamicTest.dynamicTest(
          name,
          uri,
          () -> {
            throw e;
          });
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DynamicTest test(Scenario scenario, ServerUnderTest server, Mode mode, URI uri) {
    var name = scenario.name() + " " + mode.name().toLowerCase(Locale.ROOT);
    return DynamicTest.dynamicTest(name, uri, () -> play(scenario, server, mode, DEADLINE));
  }

  static void play(Scenario scenario, ServerUnderTest server, Mode mode, Duration deadline)
      throws Exception {
    try (var running = server.start(scenario, mode)) {
      new Player(scenario, running, mode, deadline).play();
      running.finished();
    }
  }
}
