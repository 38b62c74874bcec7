package org.posthorn.testing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A server's process and all below it, as Linux tells in `/proc`.
final class ProcessTree {
  private final ProcessHandle root;

  ProcessTree(long pid) {
    root =
        ProcessHandle.of(pid).orElseThrow(() -> new IllegalArgumentException("no process " + pid));
  }

  /// From a file that has the number in its first line, or from the number itself.
  static ProcessTree of(String pidOrFile) throws IOException {
    var file = Path.of(pidOrFile);
    var text = Files.isRegularFile(file) ? Files.readAllLines(file).getFirst() : pidOrFile;
    return new ProcessTree(Long.parseLong(text.strip()));
  }

  private List<Long> pids() {
    return Stream.concat(Stream.of(root), root.descendants()).map(ProcessHandle::pid).toList();
  }

  /// Memory in KiB, that of shared pages divided among those who share them.
  long proportionalKib() {
    return pids().stream().mapToLong(ProcessTree::proportionalKib).sum();
  }

  private static long proportionalKib(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException _) {
      // It ended meanwhile.
      return 0;
    }
  }

  /// Has a JVM collect its garbage; nothing to other programs. Needs the JDK's `jcmd`.
  void collectGarbage() throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    for (var i = 0; i < 2; i++) {
      new ProcessBuilder(jcmd, Long.toString(root.pid()), "GC.run")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }
}
