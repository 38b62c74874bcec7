import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/// The last line of a build: `WhatWasRun.java ROOT STARTED`. Fails when a test was skipped, and
/// names what was not run for lack of a program on this machine (`target/not-run.txt` of a module,
/// names between commas).
///
/// Only files written since STARTED (the build's start, in UTC) count: what an earlier build left
/// in a module that this one did not test is counted apart and never mistaken for a result.
class WhatWasRun {
  static final List<String> skipped = new ArrayList<>();
  static final TreeSet<String> missing = new TreeSet<>();
  static int tests;
  static int stale;

  static void main(String[] args) throws Exception {
    var started = Instant.parse(args[1]);
    for (var file : files(Path.of(args[0]))) {
      if (Files.getLastModifiedTime(file).toInstant().isBefore(started)) stale++;
      else if (file.endsWith("not-run.txt")) notRun(file);
      else report(file);
    }
    System.out.println(line());
    skipped.forEach(test -> System.out.println("skipped: " + test));
    if (!skipped.isEmpty()) System.exit(1);
  }

  static List<Path> files(Path root) throws Exception {
    try (var walk = Files.walk(root, 6)) {
      return walk.filter(file -> file.getParent() != null && isResult(file)).sorted().toList();
    }
  }

  static boolean isResult(Path file) {
    var folder = file.getParent();
    if (file.endsWith("target/not-run.txt")) return true;
    return folder.endsWith("target/surefire-reports") && file.toString().endsWith(".xml");
  }

  static void notRun(Path file) throws Exception {
    for (var name : Files.readString(file).split("[,\n]")) {
      if (!name.isBlank()) missing.add(name.strip());
    }
  }

  static void report(Path file) throws Exception {
    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    var cases = document.getElementsByTagName("testcase");
    tests += cases.getLength();
    for (var i = 0; i < cases.getLength(); i++) {
      var test = (Element) cases.item(i);
      if (test.getElementsByTagName("skipped").getLength() > 0)
        skipped.add(test.getAttribute("classname") + " " + test.getAttribute("name"));
    }
  }

  static String line() {
    var line = new StringBuilder("Posthorn: ");
    line.append(tests == 0 ? "no tests" : String.format("%,d tests", tests)).append(" ran, ");
    line.append(skipped.isEmpty() ? "none" : skipped.size()).append(" skipped");
    if (!missing.isEmpty())
      line.append("; not run, because it is not installed: ").append(String.join(", ", missing));
    else if (tests > 0 && skipped.isEmpty() && stale == 0) line.append("; everything was run");
    if (stale > 0) line.append("; ").append(stale).append(" result files are of earlier builds");
    return line.append(".").toString();
  }
}
