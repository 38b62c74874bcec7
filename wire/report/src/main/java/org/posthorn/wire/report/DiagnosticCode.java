package org.posthorn.wire.report;

import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.smtp.Reply;

/// What the transport itself said: `diagnostic-type ";" *text` (RFC 3464 §2.3.6). Refused: a type
/// that is no atom.
///
/// @param type in lower case: `smtp`, `x-unix`, …
/// @param text one line without controls, cut at 4,000 characters
public record DiagnosticCode(String type, String text) {

  private static final String SMTP = "smtp";

  public DiagnosticCode {
    if (!FieldText.isAtom(type)) throw new IllegalArgumentException("not a diagnostic type");
    type = type.toLowerCase(Locale.ROOT);
    text = FieldText.clean(text);
  }

  /// A reply as `*( 3*DIGIT "-" *text ) 3*DIGIT SPACE *text` (RFC 3461 §9.2).
  public static DiagnosticCode smtp(Reply reply) {
    var enhanced = reply.enhanced() == null ? "" : reply.enhanced() + " ";
    var lines = new ArrayList<String>();
    for (int i = 0; i < reply.lines().size(); i++) {
      char separator = i == reply.lines().size() - 1 ? ' ' : '-';
      lines.add(reply.code() + "" + separator + enhanced + reply.lines().get(i));
    }
    return new DiagnosticCode(SMTP, String.join(" ", lines));
  }

  /// Reads a field; what has no type is taken for `smtp`.
  ///
  /// @return null when it is empty
  public static @Nullable DiagnosticCode parse(String value) {
    int semicolon = value.indexOf(';');
    var type = semicolon < 0 ? "" : value.substring(0, semicolon).strip();
    boolean typed = FieldText.isAtom(type);
    var text = FieldText.clean(typed ? value.substring(semicolon + 1) : value);
    return text.isEmpty() ? null : new DiagnosticCode(typed ? type : SMTP, text);
  }

  String field() {
    return type + "; " + text;
  }

  /// The text alone, for people.
  @Override
  public String toString() {
    return text;
  }
}
