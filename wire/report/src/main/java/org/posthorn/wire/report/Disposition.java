package org.posthorn.wire.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What was done with a message, and how that came (RFC 8098 §3.2.6).
///
/// Refused: modifiers that are no atoms, more than 20 of them.
///
/// @param type in lower case: `displayed`, `deleted`, `dispatched`, `processed`, or what older
///   programs write
/// @param modifiers in lower case; `error` among them
public record Disposition(
    ActionMode actionMode, SendingMode sendingMode, String type, List<String> modifiers) {

  public enum ActionMode {
    MANUAL("manual-action"),
    AUTOMATIC("automatic-action");

    private final String wireName;

    ActionMode(String wireName) {
      this.wireName = wireName;
    }
  }

  public enum SendingMode {
    MANUALLY("MDN-sent-manually"),
    AUTOMATICALLY("MDN-sent-automatically");

    private final String wireName;

    SendingMode(String wireName) {
      this.wireName = wireName;
    }
  }

  private static final int MAX_MODIFIERS = 20;

  public Disposition {
    type = type.toLowerCase(Locale.ROOT);
    modifiers = modifiers.stream().map(modifier -> modifier.toLowerCase(Locale.ROOT)).toList();
    if (!FieldText.isAtom(type) || !modifiers.stream().allMatch(FieldText::isAtom))
      throw new IllegalArgumentException("not a disposition");
    if (modifiers.size() > MAX_MODIFIERS) throw new IllegalArgumentException("too many modifiers");
  }

  /// ```
  /// disposition-field = "Disposition" ":" action-mode "/" sending-mode ";"
  ///     disposition-type [ "/" disposition-modifier *( "," disposition-modifier ) ]
  /// ```
  ///
  /// @return null when it has no type
  static @Nullable Disposition parse(String value) {
    var plain = FieldText.beforeComment(FieldText.clean(value)).toLowerCase(Locale.ROOT);
    int semicolon = plain.indexOf(';');
    if (semicolon < 0) return null;
    var mode = plain.substring(0, semicolon);
    var done = plain.substring(semicolon + 1);
    int slash = done.indexOf('/');
    var type = (slash < 0 ? done : done.substring(0, slash)).strip();
    if (!FieldText.isAtom(type)) return null;
    var modifiers = new ArrayList<String>();
    if (slash >= 0) {
      for (var modifier : done.substring(slash + 1).split(",", MAX_MODIFIERS + 1)) {
        boolean room = modifiers.size() < MAX_MODIFIERS;
        if (room && FieldText.isAtom(modifier.strip())) modifiers.add(modifier.strip());
      }
    }
    return new Disposition(
        mode.contains("automatic-action") ? ActionMode.AUTOMATIC : ActionMode.MANUAL,
        mode.contains("sent-automatically") ? SendingMode.AUTOMATICALLY : SendingMode.MANUALLY,
        type,
        modifiers);
  }

  String field() {
    var tail = modifiers.isEmpty() ? "" : "/" + String.join(",", modifiers);
    return actionMode.wireName + "/" + sendingMode.wireName + "; " + type + tail;
  }
}
