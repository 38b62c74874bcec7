package org.posthorn.testing.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what the server has to say for one run of `S` lines.
final class Listening {
  private final Actor actor;
  private final Matching matching;
  private final Log log;
  private final List<Line> expected = new ArrayList<>();
  private final List<Line> allowed;
  private final List<Line> forbidden;

  Listening(List<Line> run, Actor actor, Matching matching, Log log) {
    this.actor = actor;
    this.matching = matching;
    this.log = log;
    this.allowed = of(run, Line.Kind.ALLOW);
    this.forbidden = of(run, Line.Kind.FORBID);
    for (var line : run) {
      if (Runs.reads(line)) expected.addAll(unstuffed(line));
    }
  }

  private static List<Line> of(List<Line> run, Line.Kind kind) {
    return run.stream().filter(line -> line.kind() == kind).toList();
  }

  /// `S: {{{file}}}` of a protocol without literals is the file's dot-stuffed lines.
  private List<Line> unstuffed(Line line) {
    if (actor.endpoint.dialect().hasLiterals() || line.parts().size() != 1) return List.of(line);
    if (!(line.parts().getFirst() instanceof Part.Insert insert)) return List.of(line);
    var lines = new ArrayList<Line>();
    for (var text : Dialect.stuffed(insert.bytes()).split("\r\n", -1)) {
      var parts = text.isEmpty() ? List.<Part>of() : List.<Part>of(new Part.Text(text));
      lines.add(new Line(line.file(), line.number(), line.session(), line.kind(), text, parts));
    }
    lines.removeLast();
    return lines;
  }

  void listen() throws IOException {
    while (!expected.isEmpty()) {
      if (expected.getFirst().kind() == Line.Kind.CLOSED) closed(expected.removeFirst());
      else group();
    }
  }

  /// One line, or in IMAP untagged lines in any order with the line that ends them.
  private void group() throws IOException {
    var untagged = new ArrayList<Line>();
    while (!expected.isEmpty() && isUntagged(expected.getFirst())) {
      untagged.add(expected.removeFirst());
    }
    var hasLast = !expected.isEmpty() && expected.getFirst().kind() == Line.Kind.EXPECT;
    var last = hasLast && (untagged.isEmpty() || isImap()) ? expected.removeFirst() : null;
    while (last != null || !untagged.isEmpty()) {
      var missing = last == null || !untagged.isEmpty() ? untagged : List.of(last);
      var near = missing.isEmpty() ? java.util.Objects.requireNonNull(last) : missing.getFirst();
      var received = read(near, all(untagged, last));
      refuseForbidden(received);
      if (take(untagged, received)) continue;
      if (last != null && untagged.isEmpty() && matching.binds(last.parts(), received)) {
        log.heard(last, received);
        last = null;
        continue;
      }
      if (isAllowed(near, received)) continue;
      throw fail(near, problem(received, untagged), all(untagged, last), received.shown());
    }
  }

  private boolean isImap() {
    return actor.endpoint.dialect() == Dialect.IMAP;
  }

  private boolean isUntagged(Line line) {
    return line.kind() == Line.Kind.EXPECT && actor.endpoint.dialect().isUntagged(line.text());
  }

  private static List<Line> all(List<Line> untagged, @Nullable Line last) {
    var all = new ArrayList<>(untagged);
    if (last != null) all.add(last);
    return all;
  }

  private String problem(Received received, List<Line> untagged) {
    var ends = isImap() && !actor.endpoint.dialect().isUntagged(received.text());
    return ends && !untagged.isEmpty() ? "lines are missing" : "another line than expected";
  }

  /// Gives an untagged line to the strictest pattern that it fits.
  private boolean take(List<Line> untagged, Received received) {
    var strictestFirst =
        untagged.stream()
            .sorted(Comparator.comparingInt(line -> matching.looseness(line.parts())))
            .toList();
    for (var line : strictestFirst) {
      if (matching.binds(line.parts(), received)) {
        log.heard(line, received);
        untagged.remove(line);
        return true;
      }
    }
    return false;
  }

  private void refuseForbidden(Received received) {
    for (var line : forbidden) {
      if (matching.matches(line.parts(), received))
        throw fail(line, "a forbidden line", List.of(), received.shown());
    }
  }

  private boolean isAllowed(Line near, Received received) {
    if (allowed.stream().noneMatch(line -> fits(line, received))) return false;
    log.heard(near, received);
    return true;
  }

  /// IMAP's line that ends a response is never among what may be skipped.
  private boolean fits(Line line, Received received) {
    if (isImap() && !actor.endpoint.dialect().isUntagged(received.text())) return false;
    return matching.matches(line.parts(), received);
  }

  private Received read(Line near, List<Line> missing) throws IOException {
    try {
      var received = actor.read();
      if (received == null) throw fail(near, "the server closed", missing, "<closed>");
      return received;
    } catch (Wire.Silence e) {
      var got = Shown.text(e.partial) + " (and then silence)";
      throw fail(near, "nothing came within the deadline", missing, got);
    }
  }

  private void closed(Line line) throws IOException {
    try {
      for (var received = actor.read(); received != null; received = actor.read()) {
        refuseForbidden(received);
        if (!isAllowed(line, received))
          throw fail(line, "goes on", List.of(line), received.shown());
      }
    } catch (Wire.Silence e) {
      throw fail(line, "does not close", List.of(line), Shown.text(e.partial));
    }
    log.note(line, "S: <closed>");
    actor.close();
  }

  private TranscriptFailure fail(Line near, String problem, List<Line> wanted, String got) {
    var texts = wanted.stream().map(line -> Shown.text(line.text())).toList();
    return log.failure(near, problem, texts, List.of(got), matching.variables());
  }
}
