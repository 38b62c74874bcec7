package org.posthorn.domain.queue;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.report.DiagnosticCode;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.Reply;

/// What went wrong for a recipient the last time, as reports and administrators are told.
///
/// @param code 4.x.x or 5.x.x
/// @param host who said so; null when we did
/// @param text what the host said, or our own reason; one line
public record Fault(EnhancedCode code, @Nullable String host, Voice voice, String text) {

  private static final Pattern TABS = Pattern.compile("\t");

  /// Whose words they are.
  public enum Voice {
    /// A reply of another host.
    THEIRS,
    /// Our own.
    OURS
  }

  public Fault {
    text = Line.of(text);
    host = host == null ? null : Line.of(host);
  }

  static Fault ours(String code, String reason) {
    return new Fault(EnhancedCode.of(code), null, Voice.OURS, reason);
  }

  /// Of what a host said, or of what was found out about it.
  static Fault of(EnhancedCode code, @Nullable String host, @Nullable Reply reply, String reason) {
    if (reply == null) return new Fault(code, host, Voice.OURS, reason);
    return new Fault(code, host, Voice.THEIRS, DiagnosticCode.smtp(reply).text());
  }

  /// The same fault, after which nothing is tried any more.
  boolean isPermanent() {
    return code.status() == 5;
  }

  /// For people: who said what.
  public String shown() {
    return host == null || voice == Voice.OURS ? text : host + ": " + text;
  }

  DiagnosticCode diagnostic() {
    return new DiagnosticCode(voice == Voice.THEIRS ? "smtp" : "x-posthorn", text);
  }

  /// A line of a column.
  String encoded() {
    return String.join("\t", code.toString(), host == null ? "" : host, voice.name(), text);
  }

  static @Nullable Fault decoded(String line) {
    if (line.isEmpty()) return null;
    var parts = List.of(TABS.split(line, 4));
    var host = parts.get(1);
    return new Fault(
        EnhancedCode.of(parts.get(0)),
        host.isEmpty() ? null : host,
        Voice.valueOf(parts.get(2)),
        parts.get(3));
  }
}
