package org.posthorn.wire.mail;

import org.jspecify.annotations.Nullable;

/// The subject without reply and forward marks, list tags and encoding (RFC 5256 §2.1), by which
/// SORT and THREAD compare.
///
/// @param text may be empty
/// @param replyOrForward something was removed that marks a reply or a forward (RFC 5256 §3)
public record BaseSubject(String text, boolean replyOrForward) {

  /// No subject is looked at further; the rule takes quadratic time in bad cases.
  private static final int MAX_LENGTH = 1_000;

  public static BaseSubject of(@Nullable String subject) {
    return subject == null ? new BaseSubject("", false) : new Extraction(subject).run();
  }

  private static final class Extraction {
    private final String text;
    private int from;
    private int to;
    private boolean replyOrForward;

    Extraction(String subject) {
      var plain = blanksCollapsed(EncodedWords.decode(subject));
      text = plain.substring(0, Math.min(plain.length(), MAX_LENGTH));
      to = text.length();
    }

    BaseSubject run() {
      do {
        removeTrailers();
        while (removeLeader() || removeBlob()) {} // steps 3 to 5
      } while (removeForward());
      return new BaseSubject(text.substring(from, to), replyOrForward);
    }

    // (1)
    private static String blanksCollapsed(String subject) {
      var plain = new StringBuilder(subject.length());
      for (int i = 0; i < subject.length(); i++) {
        char c = Ascii.isSpace(subject.charAt(i)) ? ' ' : subject.charAt(i);
        if (c != ' ' || plain.isEmpty() || plain.charAt(plain.length() - 1) != ' ') plain.append(c);
      }
      return plain.toString();
    }

    // (2) subj-trailer = "(fwd)" / WSP
    private void removeTrailers() {
      while (to > from) {
        boolean forward = to - from >= 5 && text.regionMatches(true, to - 5, "(fwd)", 0, 5);
        if (!forward && text.charAt(to - 1) != ' ') return;
        to -= forward ? 5 : 1;
        replyOrForward |= forward;
      }
    }

    // (3) subj-leader = (*subj-blob subj-refwd) / WSP
    private boolean removeLeader() {
      if (from < to && text.charAt(from) == ' ') {
        from++;
        return true;
      }
      int at = from;
      for (int end = blobEnd(at); end > at; end = blobEnd(at)) at = end;
      int end = refwdEnd(at);
      if (end < 0) return false;
      from = end;
      replyOrForward = true;
      return true;
    }

    // subj-refwd = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"
    private int refwdEnd(int start) {
      int at = start;
      if (matches(at, "re")) at += 2;
      else if (matches(at, "fwd")) at += 3;
      else if (matches(at, "fw")) at += 2;
      else return -1;
      at = blanksEnd(at);
      at = blobEnd(at);
      return at < to && text.charAt(at) == ':' ? at + 1 : -1;
    }

    // (4) subj-blob = "[" *BLOBCHAR "]" *WSP
    private boolean removeBlob() {
      int end = blobEnd(from);
      if (end == from || end >= to) return false;
      from = end;
      return true;
    }

    private int blobEnd(int start) {
      if (start >= to || text.charAt(start) != '[') return start;
      int at = start + 1;
      while (at < to && text.charAt(at) != ']' && text.charAt(at) != '[') at++;
      return at < to && text.charAt(at) == ']' ? blanksEnd(at + 1) : start;
    }

    private int blanksEnd(int start) {
      int at = start;
      while (at < to && text.charAt(at) == ' ') at++;
      return at;
    }

    // (6) subj-fwd = "[fwd:" subject "]"
    private boolean removeForward() {
      if (!matches(from, "[fwd:") || text.charAt(to - 1) != ']') return false;
      from += 5;
      to--;
      replyOrForward = true;
      return true;
    }

    private boolean matches(int at, String word) {
      return to - at >= word.length() && text.regionMatches(true, at, word, 0, word.length());
    }
  }
}
