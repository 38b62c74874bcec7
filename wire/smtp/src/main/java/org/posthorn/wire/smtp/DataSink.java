package org.posthorn.wire.smtp;

/// Takes runs of a message's content in order.
@FunctionalInterface
public interface DataSink {

  /// Takes `length` octets from `offset` on. The array belongs to the caller and is overwritten
  /// after the return; it must not be written to.
  void accept(byte[] bytes, int offset, int length);
}
