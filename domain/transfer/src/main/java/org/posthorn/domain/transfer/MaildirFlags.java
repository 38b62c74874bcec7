package org.posthorn.domain.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Pattern;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.SystemFlag;

/// What the letters behind `:2,` in the names of a Maildir mean: capitals are the same everywhere,
/// small letters are keywords that Dovecot lists in the folder's `dovecot-keywords`.
record MaildirFlags(Map<Character, String> keywords) {

  /// An IMAP atom; longer ones no client makes.
  private static final Pattern KEYWORD = Pattern.compile("[!-~&&[^(){%*\"\\\\\\]\\[]]{1,128}");

  static MaildirFlags of(Path folder, Findings findings) {
    var keywords = new HashMap<Character, String>();
    var file = folder.resolve("dovecot-keywords");
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) return new MaildirFlags(keywords);
    try (var lines = Lines.of(file)) {
      for (var line = lines.next(); line != null; line = lines.next()) {
        var words = line.split(" ", 2);
        if (words.length < 2 || !words[0].matches("[0-9]{1,2}")) continue;
        int letter = 'a' + Integer.parseInt(words[0]);
        if (letter <= 'z' && isKeyword(words[1])) keywords.put((char) letter, words[1]);
      }
    } catch (IOException e) {
      findings.fault(file, e);
    }
    return new MaildirFlags(keywords);
  }

  static boolean isKeyword(String word) {
    return KEYWORD.matcher(word).matches();
  }

  Flags flags(String fileName) {
    int start = fileName.lastIndexOf(":2,");
    if (start < 0) return Flags.NONE;
    var system = EnumSet.noneOf(SystemFlag.class);
    var names = new HashSet<String>();
    for (char letter : fileName.substring(start + 3).toCharArray()) {
      switch (letter) {
        case 'S' -> system.add(SystemFlag.SEEN);
        case 'R' -> system.add(SystemFlag.ANSWERED);
        case 'F' -> system.add(SystemFlag.FLAGGED);
        case 'T' -> system.add(SystemFlag.DELETED);
        case 'D' -> system.add(SystemFlag.DRAFT);
        case 'P' -> names.add("$Forwarded");
        default -> {
          var keyword = keywords.get(letter);
          if (keyword != null) names.add(keyword);
        }
      }
    }
    return new Flags(system, names);
  }
}
