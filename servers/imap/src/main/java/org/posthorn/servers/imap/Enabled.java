package org.posthorn.servers.imap;

import org.posthorn.wire.imap.WireMode;

/// What a client has asked for, by ENABLE or by using it; never taken back (RFC 5161 §3.1). Belongs
/// to its session.
final class Enabled {

  private boolean rev2;
  private boolean utf8;
  private boolean condstore;
  private boolean qresync;
  private boolean uidOnly;

  void rev2() {
    rev2 = true;
  }

  void utf8() {
    utf8 = true;
  }

  void condstore() {
    condstore = true;
  }

  // RFC 7162 §3.2.3: QRESYNC implies CONDSTORE.
  void qresync() {
    qresync = true;
    condstore = true;
  }

  void uidOnly() {
    uidOnly = true;
  }

  boolean isUidOnly() {
    return uidOnly;
  }

  boolean isRev2() {
    return rev2;
  }

  boolean isUtf8() {
    return utf8;
  }

  boolean isCondstore() {
    return condstore;
  }

  boolean isQresync() {
    return qresync;
  }

  WireMode mode() {
    if (utf8) return WireMode.UTF8_ACCEPT;
    return rev2 ? WireMode.REV2 : WireMode.REV1;
  }
}
