package org.posthorn.wire.imap;

/// What an extended SEARCH tells (RFC 9051 §6.4.4, RFC 4731 §3.1), and SAVE, which keeps the result
/// for `$` (RFC 5182).
public enum SearchReturn {
  MIN,
  MAX,
  ALL,
  COUNT,
  SAVE
}
