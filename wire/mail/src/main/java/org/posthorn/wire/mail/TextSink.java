package org.posthorn.wire.mail;

/// Takes the decoded text of a message piece by piece. A piece may end in the middle of anything
/// but is valid only during the call.
public interface TextSink {

  /// False ends the reading: the sink knows enough.
  boolean text(CharSequence piece);

  /// What follows is not connected to what was: another part, another header field.
  default void gap() {}
}
