package org.posthorn.domain.search;

import org.jspecify.annotations.Nullable;

/// Where a search looks for text.
public sealed interface TextField {

  /// In the header, field by field, and in the body: `TEXT`.
  record Anywhere() implements TextField {}

  /// In the text parts: `BODY`.
  record Body() implements TextField {}

  /// In the fields of a name: `SUBJECT`, `FROM`, `HEADER name` and so on.
  record Header(String name) implements TextField {}

  /// The [Fields] that it means.
  default int fields() {
    return switch (this) {
      case Anywhere _ -> Fields.ALL;
      case Body _ -> Fields.BODY;
      case Header(var name) -> Fields.of(name);
    };
  }

  /// The [Fields] in which words count for ranking: the text of attachments as well as the body's.
  default int rankedFields() {
    int fields = fields();
    return (fields & Fields.BODY) == 0 ? fields : fields | Fields.ATTACHMENT;
  }

  /// The token that an email has to have.
  default @Nullable String presence() {
    return switch (this) {
      case Anywhere _, Body _ -> null;
      case Header(var name) -> Fields.presence(name);
    };
  }

  /// Whether a token in these fields is in nothing else.
  default boolean isExact() {
    return switch (this) {
      case Anywhere _, Body _ -> true;
      case Header(var name) -> Fields.of(name) != Fields.OTHER;
    };
  }
}
