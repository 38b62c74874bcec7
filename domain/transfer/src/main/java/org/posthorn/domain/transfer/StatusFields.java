package org.posthorn.domain.transfer;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.domain.transfer.OpenFolder.Numbering;

/// The fields that an mbox keeps flags and UIDs in. They belong to the file and not to the message,
/// so they do not come over. Belongs to one thread.
final class StatusFields {
  private static final Set<String> NAMES =
      Set.of(
          "status",
          "x-status",
          "x-keywords",
          "x-uid",
          "x-imap",
          "x-imapbase",
          "x-mozilla-status",
          "x-mozilla-status2",
          "x-mozilla-keys",
          "content-length");

  /// Thunderbird's bits: read, answered, marked, deleted but still in the file.
  private static final int MOZILLA_READ = 1;

  private static final int MOZILLA_REPLIED = 2;
  private static final int MOZILLA_MARKED = 4;
  private static final int MOZILLA_EXPUNGED = 8;

  private final Set<SystemFlag> system = EnumSet.noneOf(SystemFlag.class);
  private final Set<String> keywords = new HashSet<>();
  private boolean isInternal;
  private long uid;
  private long length = -1;
  private long uidValidity;
  private long lastUid;

  /// The field's name in small letters if it is one of these, else empty.
  static String name(String line) {
    int colon = line.indexOf(':');
    if (colon < 0) return "";
    var name = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
    return NAMES.contains(name) ? name : "";
  }

  void take(String name, String value) {
    switch (name) {
      case "status", "x-status" -> letters(value);
      case "x-keywords", "x-mozilla-keys" -> words(value);
      case "x-mozilla-status" -> mozilla(value.trim());
      case "x-uid" -> uid = number(value);
      case "content-length" -> length = number(value);
      case "x-imap" -> isInternal = true;
      case "x-imapbase" -> {
        var words = value.trim().split(" +", -1);
        uidValidity = number(words[0]);
        lastUid = words.length > 1 ? number(words[1]) : 0;
      }
      default -> {
        // Known, and says nothing that is kept.
      }
    }
  }

  private void letters(String value) {
    for (int i = 0; i < value.length(); i++) {
      switch (value.charAt(i)) {
        case 'R' -> system.add(SystemFlag.SEEN);
        case 'A' -> system.add(SystemFlag.ANSWERED);
        case 'F' -> system.add(SystemFlag.FLAGGED);
        case 'D' -> system.add(SystemFlag.DELETED);
        case 'T' -> system.add(SystemFlag.DRAFT);
        default -> {
          // O is "old": some client has seen that it is there.
        }
      }
    }
  }

  private void words(String value) {
    for (var word : value.trim().split("[ ,]+", -1))
      if (MaildirFlags.isKeyword(word)) keywords.add(word);
  }

  private void mozilla(String hexadecimal) {
    if (!hexadecimal.matches("[0-9a-fA-F]{4}")) return;
    int bits = Integer.parseInt(hexadecimal, 16);
    if ((bits & MOZILLA_READ) != 0) system.add(SystemFlag.SEEN);
    if ((bits & MOZILLA_REPLIED) != 0) system.add(SystemFlag.ANSWERED);
    if ((bits & MOZILLA_MARKED) != 0) system.add(SystemFlag.FLAGGED);
    if ((bits & MOZILLA_EXPUNGED) != 0) system.add(SystemFlag.DELETED);
  }

  private static long number(String text) {
    var trimmed = text.trim();
    return trimmed.matches("[0-9]{1,15}") ? Long.parseLong(trimmed) : -1;
  }

  Flags flags() {
    return new Flags(system, keywords);
  }

  /// 0 for none.
  int uid() {
    return uid > 0 && uid < Integer.MAX_VALUE ? (int) uid : 0;
  }

  /// What Content-Length says; -1 for nothing.
  long length() {
    return length;
  }

  /// Whether this is the message in which the server of the University of Washington kept notes.
  boolean isInternal() {
    return isInternal;
  }

  /// What the first message says of all; a UIDVALIDITY below 1 is none.
  Numbering numbering() {
    return new Numbering(uidValidity, (int) Math.clamp(lastUid + 1, 1, Integer.MAX_VALUE - 1L));
  }
}
