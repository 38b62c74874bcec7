package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Plays one scenario against a running server, once, in the calling thread.
final class Player {
  private final Scenario scenario;
  private final ServerUnderTest.Running server;
  private final Matching matching;
  private final Map<String, Actor> actors = new LinkedHashMap<>();
  private final Log log = new Log();

  Player(Scenario scenario, ServerUnderTest.Running server, Mode mode, Duration deadline) {
    this.scenario = scenario;
    this.server = server;
    this.matching = new Matching(oneCharPerByte(server.variables()));
    for (var session : scenario.sessions())
      actors.put(session, new Actor(session, server.endpoint(session), mode, deadline));
  }

  static Map<String, String> oneCharPerByte(Map<String, String> variables) {
    var converted = new HashMap<String, String>();
    variables.forEach((name, value) -> converted.put(name, oneCharPerByte(value)));
    return converted;
  }

  private static String oneCharPerByte(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  /// @throws TranscriptFailure when the server says something else
  void play() {
    try {
      for (var actor : actors.values()) open(actor);
      playAll(scenario.lines());
      for (var actor : actors.values()) nothingIsLeft(actor);
    } finally {
      actors.values().forEach(Actor::close);
    }
  }

  /// Connects a session, unless its own first line does.
  private void open(Actor actor) {
    var first = scenario.lines().stream().filter(line -> line.session().equals(actor.name));
    if (first.findFirst().map(Line::kind).orElse(Line.Kind.SEND) == Line.Kind.CONNECT) return;
    connect(actor, new Line(scenario.name(), 0, actor.name, Line.Kind.CONNECT, "", List.of()));
  }

  private void connect(Actor actor, Line line) {
    try {
      actor.connect();
    } catch (IOException e) {
      throw failure(line, "cannot connect: " + e.getMessage(), List.of(), List.of());
    }
    var prelude = oneCharPerByte(server.prelude(actor.name));
    if (!prelude.isBlank()) playAll(ScenarioParser.prelude(actor.name, prelude));
  }

  private void playAll(List<Line> lines) {
    for (var i = 0; i < lines.size(); ) {
      var run = Runs.from(lines, i);
      var line = run.getFirst();
      var actor = actors.get(line.session());
      if (actor == null) throw failure(line, "no such session", List.of(), List.of());
      try {
        if (line.kind().isServer()) new Listening(run, actor, matching, log).listen();
        else say(line, actor);
      } catch (IOException e) {
        throw failure(line, String.valueOf(e.getMessage()), List.of(), List.of());
      } catch (TranscriptFailure e) {
        throw placed(line, e);
      }
      i += run.size();
    }
  }

  private TranscriptFailure placed(Line line, TranscriptFailure failure) {
    var message = String.valueOf(failure.getMessage());
    if (message.contains("transcript so far")) return failure;
    return failure(line, message, List.of(), List.of());
  }

  private TranscriptFailure failure(
      Line line, String problem, List<String> expected, List<String> got) {
    return log.failure(line, problem, expected, got, matching.variables());
  }

  private void say(Line line, Actor actor) throws IOException {
    log.said(line);
    switch (line.kind()) {
      case CONNECT -> connect(actor, line);
      case CLOSE -> actor.close();
      case END_OUTPUT -> actor.wire().endOutput();
      case STARTTLS -> actor.wire().startTls();
      case QUEUE -> {
        var segments = Rendering.of(line, actor.endpoint.dialect(), matching);
        if (segments.size() > 1)
          throw new TranscriptFailure("a queued line cannot wait for a continuation ({{{+…}}})");
        actor.queue(segments.getFirst());
      }
      case SEND, RAW -> send(line, actor);
      case EXPECT, ALLOW, FORBID, CLOSED -> throw new IllegalStateException("a server's line");
    }
  }

  private void send(Line line, Actor actor) throws IOException {
    var segments = Rendering.of(line, actor.endpoint.dialect(), matching);
    for (var i = 0; i < segments.size(); i++) {
      if (i > 0 && !actor.mayContinue()) {
        log.note(line, "(no continuation: the rest of the line was not sent)");
        return;
      }
      if (!actor.send(segments.get(i))) {
        log.note(line, "(the server had closed the connection)");
        return;
      }
    }
  }

  /// Ends the client's side and reads to the end: there must be nothing that nobody asked for.
  private void nothingIsLeft(Actor actor) {
    if (!actor.isOpen()) return;
    var end = new Line(scenario.name(), 0, actor.name, Line.Kind.EXPECT, "<end>", List.of());
    try {
      actor.wire().endOutput();
      for (var line = actor.read(); line != null; line = actor.read()) {
        if (!actor.endpoint.dialect().isFarewell(line.text()))
          throw failure(end, "said after the last line", List.of(), List.of(line.shown()));
      }
    } catch (Wire.Silence e) {
      var got = e.partial.isEmpty() ? List.<String>of() : List.of(Shown.text(e.partial));
      throw failure(end, "does not close when the client ends", List.of("<closed>"), got);
    } catch (IOException e) {
      throw failure(end, String.valueOf(e.getMessage()), List.of(), List.of());
    }
  }
}
