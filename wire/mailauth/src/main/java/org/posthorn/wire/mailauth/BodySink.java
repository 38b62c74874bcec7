package org.posthorn.wire.mailauth;

/// Takes the body of a message as it goes by, in pieces of any size: what comes after the empty
/// line, with the line ends that it has on the wire.
@FunctionalInterface
public interface BodySink {

  void body(byte[] bytes, int offset, int count);
}
