package org.posthorn.domain.directory;

import com.nulabinc.zxcvbn.Zxcvbn;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sasl.Prepared;
import org.posthorn.wire.sasl.Secret;

/// What a new password must be like: long enough, and not among those that attackers try first.
///
/// There are no rules about kinds of characters; strength is estimated by zxcvbn, which knows the
/// common passwords, names, dates, keyboard rows and the usual substitutions.
final class PasswordRules {

  static final int MIN_CHARACTERS = 8;
  static final int MAX_CHARACTERS = 256;

  /// zxcvbn's 3 of 4: more than 10^8 guesses.
  static final int LEAST_SCORE = 3;

  // zxcvbn's time grows with the square of the length and worse: 1,000 characters took 9 s.
  private static final int CHARACTERS_ESTIMATED = 72;

  /// Its dictionaries take a tenth of a second to read, which the start of the server does not wait
  /// for.
  private static final class Estimator {
    static final Zxcvbn ZXCVBN = new Zxcvbn();
  }

  /// Why this password is refused, in words for the one who chose it; empty when it is good.
  ///
  /// @param address whose password it will be: its parts do not count as secret
  List<String> objections(Secret password, EmailAddress address) {
    var text = password.reveal();
    if (text.isEmpty()) return List.of("The password is empty.");
    int characters = text.codePointCount(0, text.length());
    if (characters < MIN_CHARACTERS)
      return List.of(
          "It has %d characters; at least %d are needed.".formatted(characters, MIN_CHARACTERS));
    if (characters > MAX_CHARACTERS)
      return List.of(
          "It has %d characters; at most %d are allowed.".formatted(characters, MAX_CHARACTERS));
    if (Prepared.password(password) == null)
      return List.of("It has control characters or characters that Unicode does not define.");
    // zxcvbn counts each joint of known words as ten thousand guesses, which this one is not.
    var bare = bare(text);
    if (!bare.isEmpty() && bare(address.toString()).contains(bare))
      return List.of("It is made of the address.");
    return weaknesses(text, address);
  }

  private List<String> weaknesses(String text, EmailAddress address) {
    var head = text.substring(0, Math.min(text.length(), CHARACTERS_ESTIMATED));
    var strength = Estimator.ZXCVBN.measure(head, knownWords(address));
    if (strength.getScore() >= LEAST_SCORE) return List.of();
    var reasons = new ArrayList<String>();
    reasons.add("It is too easy to guess.");
    var feedback = strength.getFeedback();
    if (!feedback.getWarning().isEmpty()) reasons.add(feedback.getWarning());
    reasons.addAll(feedback.getSuggestions());
    return List.copyOf(reasons);
  }

  /// Letters and digits alone, in one case.
  private static String bare(String text) {
    return Rows.folded(text).replaceAll("[^\\p{L}\\p{N}]+", "");
  }

  private static List<String> knownWords(EmailAddress address) {
    var words = new ArrayList<String>();
    words.add(address.toString());
    words.add(address.localpart().text());
    words.add(address.domain().text());
    words.addAll(List.of(address.localpart().key().split("[^\\p{L}\\p{N}]+")));
    words.addAll(List.of(address.domain().key().split("\\.")));
    words.add("posthorn");
    words.removeIf(String::isEmpty);
    return words;
  }
}
