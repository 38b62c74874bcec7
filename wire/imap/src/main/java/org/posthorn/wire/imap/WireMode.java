package org.posthorn.wire.imap;

/// How text beyond ASCII travels on a connection; changed by ENABLE, never back.
public enum WireMode {

  /// IMAP4rev1 (RFC 3501 §5.1.3): mailbox names in modified UTF-7, responses in seven bits.
  REV1,

  /// After `ENABLE IMAP4rev2` (RFC 9051 §5.1): UTF-8 in mailbox names and quoted strings.
  REV2,

  /// After `ENABLE UTF8=ACCEPT` (RFC 6855 §3), with or without IMAP4rev2: as [#REV2], and SEARCH
  /// may not name a charset.
  UTF8_ACCEPT;

  public boolean utf8() {
    return this != REV1;
  }
}
