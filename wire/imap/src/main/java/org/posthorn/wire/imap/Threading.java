package org.posthorn.wire.imap;

/// The algorithms of THREAD (RFC 5256 §3).
public enum Threading {
  ORDEREDSUBJECT,
  REFERENCES
}
