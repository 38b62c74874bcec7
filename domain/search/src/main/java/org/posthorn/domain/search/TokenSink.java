package org.posthorn.domain.search;

/// Takes tokens.
interface TokenSink {

  /// A token, valid during the call only. False ends the reading: there is no room for more.
  boolean token(byte[] octets, int length);
}
