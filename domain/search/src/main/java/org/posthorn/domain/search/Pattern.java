package org.posthorn.domain.search;

import java.util.Objects;

/// What some token must have: octets that are anywhere in it, at its beginning, at its end, or all
/// of it.
///
/// @param text what is looked for in a page's text, zeros included
/// @param core the same without zeros
/// @param trigrams of the core
@SuppressWarnings("ArrayRecordComponent") // made, used and dropped, never compared
record Pattern(String text, String core, int[] trigrams) {

  private static final String BORDER = String.valueOf(Page.BORDER);

  static Pattern inside(String octets) {
    return new Pattern(octets, octets, Trigrams.of(octets));
  }

  static Pattern beginning(String octets) {
    return new Pattern(BORDER + octets, octets, Trigrams.of(octets));
  }

  static Pattern end(String octets) {
    return new Pattern(octets + BORDER, octets, Trigrams.of(octets));
  }

  static Pattern whole(String octets) {
    return new Pattern(BORDER + octets + BORDER, octets, Trigrams.of(octets));
  }

  boolean isAtBeginning() {
    return text.charAt(0) == Page.BORDER;
  }

  /// The page has to be looked at.
  boolean mayBeIn(Directory directory, int page) {
    if (isAtBeginning() && !directory.mayBegin(page, core)) return false;
    return directory.mayHave(page, trigrams);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pattern pattern && text.equals(pattern.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }
}
