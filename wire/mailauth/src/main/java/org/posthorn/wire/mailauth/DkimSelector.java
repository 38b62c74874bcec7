package org.posthorn.wire.mailauth;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;

/// The name of one of a domain's keys (RFC 6376 §3.1): labels of letters, digits and hyphens.
///
/// A selector is never used for a second key, since signatures and caches remember the first.
public record DkimSelector(String text) {

  private static final int MAX_OCTETS = 63;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);

  /// Throws `IllegalArgumentException` for text that [#parse] would refuse.
  public DkimSelector {
    text = text.toLowerCase(Locale.ROOT);
    if (!isSound(text)) throw new IllegalArgumentException("not a selector: " + text);
  }

  /// Null for text that is no selector.
  public static @Nullable DkimSelector parse(String text) {
    return isSound(text.toLowerCase(Locale.ROOT)) ? new DkimSelector(text) : null;
  }

  /// A name for a new key: the day and the kind of key, `20261120r` or `20261120e`, with a number
  /// behind if there is such a key already.
  public static DkimSelector dated(
      LocalDate day, DkimAlgorithm algorithm, Collection<DkimSelector> taken) {
    var kind =
        switch (algorithm) {
          case RSA_SHA256 -> "r";
          case ED25519_SHA256 -> "e";
        };
    var selector = new DkimSelector(DATE.format(day) + kind);
    for (int number = 2; taken.contains(selector); number++)
      selector = new DkimSelector(DATE.format(day) + kind + number);
    return selector;
  }

  /// Where the key of this name is published; null if that name would be too long.
  public @Nullable DnsName keyName(DnsName domain) {
    return domain.below(text + "._domainkey");
  }

  private static boolean isSound(String text) {
    if (text.length() > MAX_OCTETS) return false;
    for (var label : text.split("\\.", -1)) {
      if (label.isEmpty() || label.startsWith("-") || label.endsWith("-")) return false;
      for (int i = 0; i < label.length(); i++) {
        char c = label.charAt(i);
        if (!MacroString.isAlphanumeric(c) && c != '-' && c != '_') return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return text;
  }
}
