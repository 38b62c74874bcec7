package org.posthorn.testing.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WallsTest {
  /// Files that may catch everything, each with its reason.
  private static final Map<String, String> MAY_CATCH_ALL =
      Map.of(
          "platform/storage/src/main/java/org/posthorn/platform/storage/GroupWriter.java",
          "the top of the writer's thread: no caller may wait for ever",
          "app/src/main/java/org/posthorn/app/MachineChecks.java",
          "a call of C may throw whatever its handle declares, which is everything");

  /// The planted class that breaks each rule; the rule has to name it.
  private static final Map<String, String> PLANTED =
      Map.ofEntries(
          Map.entry("wire knows no floor above it", "wire.mail.KnowsDomain"),
          Map.entry("platform knows no floor above it", "platform.net.KnowsDomain"),
          Map.entry("domain knows no floor above it", "domain.mailbox.KnowsImap"),
          Map.entry("servers know no floor above them", "servers.imap.KnowsApp"),
          Map.entry("servers do not know each other", "servers.imap.KnowsSmtp"),
          Map.entry("packages form no cycles", "domain.mailbox.KnowsImap"),
          Map.entry("wire does no input or output", "wire.mail.ReadsFile"),
          Map.entry("wire and domain have no clock and no randomness", "wire.mail.ReadsClock"),
          Map.entry("SQL is in storage and domain", "servers.imap.SpeaksSql"),
          Map.entry("nobody sleeps", "platform.net.Sleeps"),
          Map.entry("only the command line prints", "platform.net.Prints"),
          Map.entry("logging is slf4j", "platform.net.LogsByTheJdk"),
          Map.entry("static fields do not change", "platform.net.StaticState"),
          Map.entry("no get prefix", "platform.net.Getter"),
          Map.entry("no hollow names", "platform.net.AbstractThingManager"),
          Map.entry("no Optional fields", "platform.net.Optionals"),
          Map.entry("no Optional parameters", "platform.net.Optionals"));

  private static final JavaClasses PROGRAM = Repository.program();

  @Test
  void every_room_was_imported() throws IOException {
    var rooms = Repository.rooms();
    assertThat(rooms)
        .extracting(Repository.Room::name)
        .contains("wire.mail", "servers.imap", "app");
    for (var room : rooms) {
      var name = Repository.ROOT + "." + room.name();
      var classes = PROGRAM.stream().filter(type -> type.getPackageName().equals(name)).count();
      assertThat(classes).as(room.name()).isGreaterThanOrEqualTo(room.sourceFiles().size());
    }
  }

  @TestFactory
  Stream<DynamicTest> the_program_keeps() {
    return Rules.below(Repository.ROOT).entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(PROGRAM)));
  }

  @TestFactory
  Stream<DynamicTest> a_planted_class_breaks() {
    var root = WallsTest.class.getPackageName() + ".planted";
    var planted = new ClassFileImporter().importPackages(root);
    return Rules.below(root).entrySet().stream()
        .map(rule ->
            DynamicTest.dynamicTest(
                rule.getKey(),
                () -> {
                  var culprit = PLANTED.get(rule.getKey());
                  assertThat(culprit).isNotNull();
                  var report = rule.getValue().evaluate(planted).getFailureReport();
                  assertThat(report.getDetails())
                      .anyMatch(detail -> detail.contains(root + "." + culprit));
                  assertThat(report.getDetails())
                      .noneMatch(detail -> detail.contains("KeepsEveryRule"));
                }));
  }

  @Test
  void only_listed_files_catch_everything() throws IOException {
    var found = new ArrayList<String>();
    for (var room : Repository.rooms()) {
      for (var file : room.sourceFiles()) {
        var name = Repository.root().relativize(file).toString();
        if (MAY_CATCH_ALL.containsKey(name)) continue;
        for (var line : BroadCatches.lines(Files.readString(file))) found.add(name + ":" + line);
      }
    }
    assertThat(found).as("catch (Exception) or catch (Throwable)").isEmpty();
    assertThat(MAY_CATCH_ALL.keySet())
        .allSatisfy(name -> assertThat(Repository.root().resolve(name)).exists());
  }

  @Test
  void broad_catches_are_seen_in_source() {
    assertThat(BroadCatches.lines("try {\n} catch (final Exception e) {}")).containsExactly(2);
    assertThat(BroadCatches.lines("} catch (IOException\n | java.lang.Throwable _)")).hasSize(1);
    assertThat(BroadCatches.lines("catch(Throwable t)")).hasSize(1);
    assertThat(BroadCatches.lines("catch (IOException | SQLException e) // Exception")).isEmpty();
    assertThat(BroadCatches.lines("catch (RuntimeException e)")).isEmpty();
  }

  @Test
  void packages_are_flat() throws IOException {
    for (var room : Repository.rooms()) {
      var name = room.sources().resolve((Repository.ROOT + "." + room.name()).replace('.', '/'));
      assertThat(room.sourceFiles())
          .as(room.name())
          .allMatch(file -> name.equals(file.getParent()));
    }
  }
}
