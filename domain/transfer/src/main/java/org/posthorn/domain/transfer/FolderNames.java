package org.posthorn.domain.transfer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailboxPath;

/// Which mailbox a file or folder becomes, from where it lies below the root.
final class FolderNames {
  /// What programs put behind a mailbox's name: Thunderbird has `A.sbd/B` for A/B, Apple `A.mbox`.
  private static final List<String> ENDINGS = List.of(".mbox", ".mbx", ".sbd");

  private FolderNames() {}

  /// The mailbox of a relative path; null if none can have that name.
  ///
  /// @param into what it is put below; null for nothing
  static @Nullable MailboxPath path(@Nullable MailboxPath into, List<String> names) {
    var levels = new ArrayList<String>();
    if (into != null) levels.add(into.text());
    for (var name : names) levels.add(bare(name));
    try {
      return new MailboxPath(String.join("/", levels));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  static List<String> names(Path relative) {
    var names = new ArrayList<String>();
    for (var name : relative) if (!name.toString().isEmpty()) names.add(name.toString());
    return names;
  }

  private static String bare(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    for (var ending : ENDINGS)
      if (lower.endsWith(ending) && lower.length() > ending.length())
        return name.substring(0, name.length() - ending.length());
    return name;
  }

  static boolean isEml(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".eml");
  }
}
