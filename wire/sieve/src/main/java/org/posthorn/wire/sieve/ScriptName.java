package org.posthorn.wire.sieve;

/// Which script: whose, and its name (RFC 6609 §3.2).
///
/// Names are those of ManageSieve (RFC 5804 §1.6): 1 to 128 characters without controls. A slash
/// and a name that begins with a dot are refused too, so that no store is ever led astray.
public record ScriptName(Location location, String name) {

  public static final int MAX_CHARACTERS = 128;

  public enum Location {
    PERSONAL,
    GLOBAL
  }

  public ScriptName {
    if (!isValid(name)) throw new IllegalArgumentException("no script name");
  }

  public static ScriptName personal(String name) {
    return new ScriptName(Location.PERSONAL, name);
  }

  public static ScriptName global(String name) {
    return new ScriptName(Location.GLOBAL, name);
  }

  /// Whether it can be the name of a script.
  public static boolean isValid(String name) {
    if (name.isEmpty() || name.codePointCount(0, name.length()) > MAX_CHARACTERS) return false;
    if (name.charAt(0) == '.') return false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean control = c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
      if (control || c == '/' || c == '\\' || (Character.isSurrogate(c) && !isPair(name, i)))
        return false;
    }
    return true;
  }

  private static boolean isPair(String name, int at) {
    if (Character.isLowSurrogate(name.charAt(at)))
      return at > 0 && Character.isHighSurrogate(name.charAt(at - 1));
    return at + 1 < name.length() && Character.isLowSurrogate(name.charAt(at + 1));
  }

  @Override
  public String toString() {
    return location == Location.GLOBAL ? ":global " + name : name;
  }
}
