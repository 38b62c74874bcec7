package org.posthorn.testing.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What was said so far in a run, for the message of a failure. Used by one thread.
final class Log {
  private static final int SHOWN = 60;

  private final List<String> entries = new ArrayList<>();

  void said(Line line) {
    add(line.number(), ' ', line.session(), line.kind().mark + " " + Shown.text(line.text()));
  }

  void heard(Line near, Received received) {
    add(near.number(), ' ', near.session(), "S: " + received.shown());
  }

  void note(Line near, String note) {
    add(near.number(), ' ', near.session(), note);
  }

  private void add(int number, char sign, String session, String text) {
    entries.add(String.format("%c %4d  %s %s", sign, number, session, text));
  }

  /// The message of a failure at a line: place, what differs, and everything before it.
  TranscriptFailure failure(
      Line line,
      String problem,
      List<String> expected,
      List<String> got,
      Map<String, String> variables) {
    var message = new StringBuilder();
    message.append(line.place()).append(": ").append(line.session()).append(": ").append(problem);
    expected.forEach(text -> message.append("\n  expected: ").append(text));
    got.forEach(text -> message.append("\n  got:      ").append(text));
    message.append("\ntranscript so far (line, session, text):");
    var from = Math.max(0, entries.size() - SHOWN);
    if (from > 0) message.append("\n  … ").append(from).append(" lines before");
    entries.subList(from, entries.size()).forEach(entry -> message.append('\n').append(entry));
    for (var text : expected) message.append('\n').append(marked('-', line, text));
    for (var text : got) message.append('\n').append(marked('+', line, text));
    var shown = new TreeMap<String, String>();
    variables.forEach((name, value) -> shown.put("$" + name, Shown.text(value)));
    if (!shown.isEmpty()) message.append("\nvariables: ").append(shown);
    return new TranscriptFailure(message.toString());
  }

  private static String marked(char sign, Line line, String text) {
    return String.format("%c %4d  %s S: %s", sign, line.number(), line.session(), text);
  }
}
