package org.posthorn.wire.imap;

/// What an extended SEARCH or SORT tells (RFC 9051 §6.4.4, RFC 4731 §3.1, RFC 5267 §3.1), SAVE,
/// which keeps the result for `$` (RFC 5182), and the options of contexts.
public enum SearchReturn {
  MIN,
  MAX,
  ALL,
  COUNT,
  SAVE,
  /// RFC 9394: some of the results, see [SearchReturns#partial].
  PARTIAL,
  /// RFC 6203 §4: how well each message matches.
  RELEVANCY,
  /// RFC 5267 §4.3: from now on tell what changes in the result.
  UPDATE,
  /// RFC 5267 §4.2: a hint that more will be asked of the same.
  CONTEXT;

  /// Whether it is something of the result that is told in the answer.
  boolean isData() {
    return switch (this) {
      case MIN, MAX, ALL, COUNT, PARTIAL, RELEVANCY -> true;
      case SAVE, UPDATE, CONTEXT -> false;
    };
  }
}
