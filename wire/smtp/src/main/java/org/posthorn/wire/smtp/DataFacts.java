package org.posthorn.wire.smtp;

/// What was seen in a message's content. Which of it is a reason to refuse is the server's
/// decision; `soundText` is what RFC 5321 asks of every message that is not BINARYMIME.
///
/// @param octets the size by RFC 1870 §5: content with its line ends, without stuffed dots and
///   without the final dot; counted on past the limit
/// @param tooLarge whether `octets` passed the limit; what lies beyond was not handed on
/// @param lines the number of CRLFs
/// @param longestLine octets of the longest line, its CRLF included (RFC 5321 §4.5.3.1.6: 1000)
/// @param longLines how many lines have more than 1000 octets, CRLF included
/// @param bareCr a CR without LF
/// @param bareLf an LF without CR
/// @param smuggling something that a careless server would have taken for the end of the data: a
///   dot alone between two line ends of which one is not CRLF
/// @param nul an octet 0
/// @param eightBit an octet above 127
/// @param endsWithCrLf always so after DATA; a message by BDAT may lack it. The empty content has
///   it
public record DataFacts(
    long octets,
    boolean tooLarge,
    long lines,
    long longestLine,
    long longLines,
    boolean bareCr,
    boolean bareLf,
    boolean smuggling,
    boolean nul,
    boolean eightBit,
    boolean endsWithCrLf) {

  /// RFC 5321 §4.5.3.1.6.
  public static final int MAX_LINE = 1000;

  /// Whether every CR and LF is part of a CRLF (RFC 5321 §2.3.8).
  public boolean soundText() {
    return !bareCr && !bareLf && !smuggling;
  }
}
