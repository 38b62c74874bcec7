package org.posthorn.domain.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which UIDs another server has given to the files of a Maildir: Dovecot's `dovecot-uidlist`
/// (versions 1 and 3) or Courier's `courierimapuiddb`.
///
/// @param uidNext greater than every UID that was given out
/// @param uids by the part of the file's name before the flags
record UidList(long uidValidity, int uidNext, Map<String, Integer> uids) {

  /// As many as a mailbox may have and be imported with a heap of 512 MiB; what comes behind gets
  /// new UIDs.
  private static final int MAX_UIDS = 1_500_000;

  private static final List<String> FILES = List.of("dovecot-uidlist", "courierimapuiddb");

  /// Null if the folder has none.
  static @Nullable UidList of(Path folder, Findings findings) {
    return of(folder, findings, MAX_UIDS);
  }

  /// The same with another limit.
  static @Nullable UidList of(Path folder, Findings findings, int maxUids) {
    for (var name : FILES) {
      var file = folder.resolve(name);
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) continue;
      try (var lines = Lines.of(file)) {
        return read(file, lines, findings, maxUids);
      } catch (IOException e) {
        findings.fault(file, e);
      }
    }
    return null;
  }

  private static @Nullable UidList read(Path file, Lines lines, Findings findings, int maxUids)
      throws IOException {
    var head = lines.next();
    var words = head == null ? new String[0] : head.split(" ");
    boolean extended = words.length > 0 && words[0].equals("3");
    long uidValidity = extended ? extension(words, 'V') : word(words, 1);
    long uidNext = extended ? extension(words, 'N') : word(words, 2);
    if (uidValidity < 1 || uidNext < 1 || uidNext > Integer.MAX_VALUE) {
      findings.note(file, "its first line is damaged, so the messages get new UIDs");
      return null;
    }
    var uids = new HashMap<String, Integer>();
    long last = 0;
    int damaged = 0;
    for (var line = lines.next(); line != null; line = lines.next()) {
      if (uids.size() >= maxUids) {
        findings.note(
            file,
            "it lists more than "
                + maxUids
                + " messages, the most that are read; those behind get new UIDs");
        break;
      }
      int end = line.indexOf(' ');
      long uid = end < 0 ? 0 : number(line.substring(0, end));
      int name = extended ? line.indexOf(" :") + 2 : end + 1;
      if (uid <= last || uid >= Integer.MAX_VALUE || name < 2 || name >= line.length()) {
        damaged++;
        continue;
      }
      last = uid;
      uids.put(base(line.substring(name)), (int) uid);
    }
    if (damaged > 0)
      findings.note(file, damaged + " lines are damaged; their messages get new UIDs");
    return new UidList(uidValidity, (int) Math.max(uidNext, last + 1), uids);
  }

  /// A file's name without its flags.
  static String base(String name) {
    int flags = name.lastIndexOf(":2,");
    return flags < 0 ? name : name.substring(0, flags);
  }

  private static long extension(String[] words, char key) {
    for (int i = 1; i < words.length; i++)
      if (!words[i].isEmpty() && words[i].charAt(0) == key) return number(words[i].substring(1));
    return 0;
  }

  private static long word(String[] words, int index) {
    return index < words.length ? number(words[index]) : 0;
  }

  /// 0 for what is no number of up to ten digits.
  private static long number(String text) {
    return text.matches("[0-9]{1,10}") ? Long.parseLong(text) : 0;
  }
}
