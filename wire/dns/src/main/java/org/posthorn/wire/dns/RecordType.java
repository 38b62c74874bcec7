package org.posthorn.wire.dns;

/// The kinds of records that mail and chat ask for, one for each question of [Dns]. The names are
/// those of master files.
public enum RecordType {
  A,
  AAAA,
  MX,
  TXT,
  SRV,
  TLSA,
  PTR,
  CNAME
}
