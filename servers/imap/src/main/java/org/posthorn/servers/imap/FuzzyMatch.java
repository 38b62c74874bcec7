package org.posthorn.servers.imap;

import org.posthorn.wire.mail.TextSink;

/// Judges how well a text is what somebody looks for (RFC 6203): the one thing that decides what
/// FUZZY finds and how relevant it is. Belongs to one search.
interface FuzzyMatch extends TextSink {

  /// The best score.
  int PERFECT = 100;

  /// Before another text.
  void reset();

  /// From 1 to [#PERFECT] for the text since the last reset; 0 when it does not match.
  int score();
}
