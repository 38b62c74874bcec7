package org.posthorn.wire.mail;

/// Takes runs of octets in order.
@FunctionalInterface
public interface OctetSink {

  /// Takes `length` octets from `offset` on. The array belongs to the caller and is overwritten
  /// after the return; it must not be written to.
  void accept(byte[] bytes, int offset, int length);
}
