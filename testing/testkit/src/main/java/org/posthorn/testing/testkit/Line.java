package org.posthorn.testing.testkit;

import java.util.List;

/// One actor line of a transcript.
///
/// @param text the line's text as written, for messages
record Line(String file, int number, String session, Kind kind, String text, List<Part> parts) {
  enum Kind {
    SEND("C:"),
    QUEUE("C>"),
    RAW("C="),
    CONNECT("C:"),
    CLOSE("C:"),
    END_OUTPUT("C:"),
    STARTTLS("C:"),
    EXPECT("S:"),
    ALLOW("S?"),
    FORBID("S!"),
    CLOSED("S:");

    final String mark;

    Kind(String mark) {
      this.mark = mark;
    }

    boolean isServer() {
      return mark.startsWith("S");
    }
  }

  String place() {
    return file + ":" + number;
  }
}
