package org.posthorn.wire.imap;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What can be set on a message (RFC 9051 §2.3.2): a system flag or a keyword.
public sealed interface Flag {

  /// As it is written on the wire.
  String text();

  /// The five flags that begin with a backslash and can be stored. `\Recent` is not among them: no
  /// client can set it.
  enum SystemFlag implements Flag {
    ANSWERED("\\Answered", 1),
    FLAGGED("\\Flagged", 2),
    DELETED("\\Deleted", 4),
    SEEN("\\Seen", 8),
    DRAFT("\\Draft", 16);

    private final String text;
    private final int bit;

    SystemFlag(String text, int bit) {
      this.text = text;
      this.bit = bit;
    }

    @Override
    public String text() {
      return text;
    }

    /// One bit per flag, for packed sets. Part of stored data; never changes.
    public int bit() {
      return bit;
    }

    /// The flag that `text` names in any case, with its backslash.
    public static @Nullable SystemFlag named(String text) {
      for (var flag : values()) if (flag.text.equalsIgnoreCase(text)) return flag;
      return null;
    }
  }

  /// Any other name: an atom of at most [ImapLimits#KEYWORD_OCTETS]. Two keywords that differ only
  /// in case are the same keyword.
  record Keyword(String text) implements Flag {

    public static final Keyword FORWARDED = new Keyword("$Forwarded");
    public static final Keyword MDN_SENT = new Keyword("$MDNSent");
    public static final Keyword JUNK = new Keyword("$Junk");
    public static final Keyword NOT_JUNK = new Keyword("$NotJunk");
    public static final Keyword PHISHING = new Keyword("$Phishing");

    public Keyword {
      if (!Chars.isAtom(text)) throw new IllegalArgumentException("a keyword is an atom");
      if (text.length() > ImapLimits.KEYWORD_OCTETS)
        throw new IllegalArgumentException("keyword of " + text.length() + " octets");
    }

    /// What equality and lookups use.
    public String key() {
      return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Keyword keyword && keyword.text.equalsIgnoreCase(text);
    }

    @Override
    public int hashCode() {
      return key().hashCode();
    }
  }
}
