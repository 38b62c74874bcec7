package org.posthorn.wire.imap;

import java.util.ArrayList;
import java.util.List;

/// Writes the `«strings»` of a command in every form that the grammar has for them: as an atom
/// where that is possible, quoted, as a literal, as a non-synchronising literal. One string at a
/// time takes each form while the others are quoted, then all take the same.
final class Forms {

  private Forms() {}

  static List<String> of(String command) {
    var parts = command.split("[«»]", -1);
    var forms = new ArrayList<String>();
    if (parts.length == 1) return List.of(command);
    for (var form : Form.values()) {
      for (int one = 1; one < parts.length; one += 2) forms.add(written(parts, form, one));
      forms.add(written(parts, form, -1));
    }
    return forms;
  }

  private enum Form {
    ATOM,
    QUOTED,
    LITERAL,
    LITERAL_PLUS
  }

  private static String written(String[] parts, Form form, int only) {
    var text = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      if (i % 2 == 0) text.append(parts[i]);
      else text.append(string(parts[i], only < 0 || only == i ? form : Form.QUOTED));
    }
    return text.toString();
  }

  private static String string(String text, Form form) {
    int octets = Wire.bytes(text).length;
    return switch (form) {
      case ATOM -> text.isEmpty() ? "\"\"" : text;
      case QUOTED -> '"' + text + '"';
      case LITERAL -> "{" + octets + "}\r\n" + text;
      case LITERAL_PLUS -> "{" + octets + "+}\r\n" + text;
    };
  }
}
