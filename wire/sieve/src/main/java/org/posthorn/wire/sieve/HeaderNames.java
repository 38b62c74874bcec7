package org.posthorn.wire.sieve;

/// Names of header fields that scripts write.
final class HeaderNames {

  private static final int MAX_CHARACTERS = 76;

  private HeaderNames() {}

  // RFC 5322 §2.2: field-name = 1*ftext; ftext = %d33-57 / %d59-126
  static boolean isValid(String name) {
    if (name.isEmpty() || name.length() > MAX_CHARACTERS) return false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == ':') return false;
    }
    return true;
  }

  /// Refuses a constant that is none.
  static Template checked(Template name) throws CheckFailed {
    if (name.isConstant() && !isValid(name.source()))
      throw CheckFailed.of(
          name.at(), "\"" + name.source() + "\" cannot be the name of a header field");
    return name;
  }

  static String expanded(Execution execution, Template name) {
    var text = execution.expand(name);
    if (!isValid(text))
      throw new ScriptFault(Execution.quoted(text) + " cannot be the name of a header field");
    return text;
  }
}
