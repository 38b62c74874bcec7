package org.posthorn.wire.report;

import org.jspecify.annotations.Nullable;

/// A text for reports that cannot be used, with the place to look at.
public final class TemplateException extends Exception {

  private final int line;
  private final @Nullable String placeholder;

  /// @param line counted from 1, in the file
  /// @param placeholder as it is written, without braces; null when the fault is elsewhere
  TemplateException(int line, @Nullable String placeholder, String problem) {
    super(
        "line " + line + ": " + (placeholder == null ? "" : "{{" + placeholder + "}}: ") + problem);
    this.line = line;
    this.placeholder = placeholder;
  }

  public int line() {
    return line;
  }

  public @Nullable String placeholder() {
    return placeholder;
  }
}
