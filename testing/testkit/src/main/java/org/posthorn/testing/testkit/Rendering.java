package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/// Makes bytes of a client's line.
final class Rendering {
  private final Dialect dialect;
  private final Matching matching;
  private final List<byte[]> segments = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private boolean ended;

  private Rendering(Dialect dialect, Matching matching) {
    this.dialect = dialect;
    this.matching = matching;
  }

  /// What to send; between two elements the server's `+` has to be waited for.
  static List<byte[]> of(Line line, Dialect dialect, Matching matching) {
    var rendering = new Rendering(dialect, matching);
    line.parts().forEach(rendering::add);
    if (line.kind() != Line.Kind.RAW && !rendering.ended) rendering.text.append("\r\n");
    rendering.cut();
    return rendering.segments;
  }

  private void add(Part part) {
    if (ended) throw new TranscriptFailure("nothing can follow a dot-stuffed file");
    switch (part) {
      case Part.Text(var bytes) -> text.append(bytes);
      case Part.Variable(var name) -> text.append(matching.value(name));
      case Part.Base64(var inner) -> text.append(matching.base64(inner));
      case Part.Insert insert -> insert(insert);
      case Part.AnyWord _, Part.AnyLiteral _, Part.Rest _ ->
          throw new TranscriptFailure("a pattern cannot be sent");
    }
  }

  private void insert(Part.Insert insert) {
    var bytes = insert.bytes();
    if (!dialect.hasLiterals()) {
      if (!text.isEmpty()) throw new TranscriptFailure("a file to dot-stuff is a line of its own");
      text.append(Dialect.stuffed(bytes));
      ended = true;
      return;
    }
    var waits = insert.waits() && dialect.waitsForContinuation();
    text.append('{').append(bytes.length).append(waits ? "}\r\n" : "+}\r\n");
    if (waits) cut();
    text.append(new String(bytes, ISO_8859_1));
  }

  private void cut() {
    segments.add(text.toString().getBytes(ISO_8859_1));
    text.setLength(0);
  }
}
