package org.posthorn.wire.mailauth;

/// Whose authorization was checked (RFC 7208 §2.3, §2.4).
public enum SpfIdentity {
  HELO,
  MAIL_FROM
}
