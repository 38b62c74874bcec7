package org.posthorn.wire.sasl;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;
import rocks.xmpp.precis.PrecisProfile;
import rocks.xmpp.precis.PrecisProfiles;

/// Names and passwords in the form in which they are compared and hashed (RFC 8265).
///
/// The mechanisms' own texts still ask for SASLprep (RFC 4013), which RFC 8265 replaces. The two
/// agree on everything in ASCII and in composed letters. They differ where SASLprep folds by NFKC
/// (`Ⅸ` became `IX`, full-width letters became ASCII) and drops what it maps to nothing (the soft
/// hyphen): PRECIS keeps a password's characters apart, maps widths only in names, and refuses in
/// names what has only a compatibility form. SASLprep's Unicode is 3.2, PRECIS follows the JDK's. A
/// client that still uses SASLprep on such a password cannot use SCRAM; PLAIN goes by what was
/// sent.
public final class Prepared {

  /// The longest name or password that is looked at, in octets of UTF-8. RFC 4616 §2 asks for at
  /// least 255.
  public static final int MAX_OCTETS = 1024;

  private Prepared() {}

  /// A login name under UsernameCasePreserved: letter case is left to the directory, which folds it
  /// the same way for every protocol.
  ///
  /// In `local@domain` only the local part goes through the profile: its Bidi rule, made for one
  /// word, would refuse an Arabic local part at an ASCII domain. The domain is put in NFC and left
  /// to the directory's grammar.
  ///
  /// @return null when the name is empty, too long or has characters that a name cannot have
  public static @Nullable String name(String name) {
    if (tooLong(name)) return null;
    if (printableAscii(name, '!')) return name;
    int at = name.lastIndexOf('@');
    if (at < 0) return enforce(PrecisProfiles.USERNAME_CASE_PRESERVED, name);
    var local = enforce(PrecisProfiles.USERNAME_CASE_PRESERVED, name.substring(0, at));
    var domain = name.substring(at + 1);
    if (local == null || !domain.codePoints().allMatch(Prepared::domainCharacter)) return null;
    return local + "@" + Normalizer.normalize(domain, Normalizer.Form.NFC);
  }

  /// A password under OpaqueString.
  ///
  /// @return null when it is empty, too long or has control characters or unassigned ones
  public static @Nullable Secret password(Secret password) {
    var text = password.reveal();
    if (tooLong(text)) return null;
    if (printableAscii(text, ' ')) return password;
    var prepared = enforce(PrecisProfiles.OPAQUE_STRING, text);
    return prepared == null ? null : Secret.of(prepared);
  }

  private static boolean tooLong(String text) {
    return text.isEmpty()
        || text.length() > MAX_OCTETS
        || text.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS;
  }

  /// ASCII is most of what comes, and all of it is its own prepared form.
  private static boolean printableAscii(String text, char lowest) {
    for (int i = 0; i < text.length(); i++)
      if (text.charAt(i) < lowest || text.charAt(i) > '~') return false;
    return true;
  }

  private static boolean domainCharacter(int character) {
    return Character.isDefined(character)
        && !Character.isISOControl(character)
        && !Character.isWhitespace(character)
        && !Character.isSpaceChar(character)
        && Character.getType(character) != Character.SURROGATE
        && Character.getType(character) != Character.FORMAT;
  }

  private static @Nullable String enforce(PrecisProfile profile, String text) {
    try {
      var enforced = profile.enforce(text);
      return enforced.isEmpty() ? null : enforced;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
