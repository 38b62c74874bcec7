package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Parses a transcript file. The bytes of the file are taken as they are, one char each.
final class ScenarioParser {
  private static final Pattern ACTOR =
      Pattern.compile("(?:([A-Za-z0-9][A-Za-z0-9_-]*)\\s+)?\\s*(C:|C>|C=|S:|S\\?|S!)(?: (.*))?");
  private static final Pattern HEADER = Pattern.compile("([a-z][a-z0-9-]*):\\s*(.*?)\\s*");

  private final String file;
  private final String[] source;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final List<Line> lines = new ArrayList<>();
  private List<String> sessions;
  private int next;

  private ScenarioParser(String file, byte[] bytes, String onlySession) {
    this.file = file;
    this.source = new String(bytes, ISO_8859_1).split("\r?\n", -1);
    this.sessions = List.of(onlySession);
  }

  static Scenario parse(String file, byte[] bytes) {
    return new ScenarioParser(file, bytes, Scenario.ONLY_SESSION).parse();
  }

  /// The lines of a prelude, all of them said in one session.
  static List<Line> prelude(String session, String text) {
    return new ScenarioParser("(prelude)", text.getBytes(ISO_8859_1), session).parse().lines();
  }

  private Scenario parse() {
    while (next < source.length) {
      var line = source[next];
      var number = ++next;
      if (line.isBlank() || line.stripLeading().startsWith("#")) continue;
      try {
        line(line, number);
      } catch (TranscriptFailure e) {
        throw new TranscriptFailure(file + ":" + number + ": " + e.getMessage());
      }
    }
    if (lines.isEmpty()) throw new TranscriptFailure(file + ": nothing is said in it");
    checkRuns();
    return new Scenario(file, sessions, settings, modes(), lines);
  }

  private void line(String line, int number) {
    var header = HEADER.matcher(line);
    var actor = ACTOR.matcher(line.stripLeading());
    if (lines.isEmpty() && header.matches()) header(header.group(1), header.group(2));
    else if (actor.matches()) actor(number, actor.group(1), actor.group(2), block(actor.group(3)));
    else throw new TranscriptFailure("neither a header nor an actor's line: " + line);
  }

  private void header(String key, String value) {
    if (key.equals("sessions")) sessions = List.of(value.split("\\s+", -1));
    else if (settings.put(key, value) != null) throw new TranscriptFailure("a second " + key + ":");
  }

  /// Text that ends in `{{{` goes on with `|` lines, each a line of a literal, up to `}}}`.
  private String block(@org.jspecify.annotations.Nullable String first) {
    if (first == null) return "";
    var text = first;
    while (text.endsWith("{{{") || text.endsWith("{{{+")) {
      var literal = new StringBuilder("\"");
      for (; next < source.length && source[next].stripLeading().startsWith("|"); next++) {
        var content = source[next].stripLeading().substring(1);
        if (content.startsWith(" ")) content = content.substring(1);
        literal.append(content.replace("\\", "\\\\")).append("\\r\\n");
      }
      if (next == source.length || !source[next].stripLeading().startsWith("}}}"))
        throw new TranscriptFailure("{{{ without }}}");
      text += literal + "\"" + source[next++].stripLeading();
    }
    return text;
  }

  private void actor(
      int number, @org.jspecify.annotations.Nullable String named, String mark, String text) {
    if (named == null && sessions.size() > 1)
      throw new TranscriptFailure("which session says this?");
    var session = named == null ? sessions.getFirst() : named;
    if (!sessions.contains(session))
      throw new TranscriptFailure(session + " is not one of the sessions " + sessions);
    var kind = kind(mark, text);
    var parts =
        switch (kind) {
          case SEND, QUEUE -> TextParser.client(text);
          case RAW -> TextParser.raw(text);
          case EXPECT, ALLOW, FORBID -> TextParser.pattern(text);
          case CONNECT, CLOSE, END_OUTPUT, STARTTLS, CLOSED -> List.<Part>of();
        };
    lines.add(new Line(file, number, session, kind, text, parts));
  }

  private static Line.Kind kind(String mark, String text) {
    return switch (mark) {
      case "C>" -> Line.Kind.QUEUE;
      case "C=" -> Line.Kind.RAW;
      case "S?" -> Line.Kind.ALLOW;
      case "S!" -> Line.Kind.FORBID;
      case "S:" -> text.equals("<closed>") ? Line.Kind.CLOSED : Line.Kind.EXPECT;
      default ->
          switch (text) {
            case "<connect>" -> Line.Kind.CONNECT;
            case "<close>" -> Line.Kind.CLOSE;
            case "<eof>" -> Line.Kind.END_OUTPUT;
            case "<starttls>" -> Line.Kind.STARTTLS;
            default -> Line.Kind.SEND;
          };
    };
  }

  private Set<Mode> modes() {
    var modes = EnumSet.allOf(Mode.class);
    var named = settings.remove("modes");
    if (named != null) {
      modes.clear();
      for (var name : named.split("\\s+", -1)) modes.add(mode(name));
    } else if (lines.stream().anyMatch(line -> line.kind() == Line.Kind.STARTTLS)) {
      modes.remove(Mode.TLS);
    }
    return modes;
  }

  private Mode mode(String name) {
    for (var mode : Mode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(name)) return mode;
    }
    throw new TranscriptFailure(file + ": no mode is called " + name);
  }

  /// `S?` and `S!` say something only about the lines that are read, so an `S:` has to be near; a
  /// queued line has to be sent.
  private void checkRuns() {
    for (var i = 0; i < lines.size(); ) {
      var run = Runs.from(lines, i);
      var line = run.getFirst();
      if (line.kind().isServer() && run.stream().noneMatch(Runs::reads))
        throw new TranscriptFailure(line.place() + ": S? or S! without an S: beside it");
      i += run.size();
    }
    for (var session : sessions) {
      var last = lines.stream().filter(line -> line.session().equals(session)).toList();
      if (!last.isEmpty() && last.getLast().kind() == Line.Kind.QUEUE)
        throw new TranscriptFailure(last.getLast().place() + ": queued and never sent");
    }
  }
}
