package org.posthorn.domain.guard;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.EmailAddress;

/// What is known of a message that has come in, before anybody has looked at it.
///
/// @param helo what the client called itself, whatever that was
/// @param sender the reverse-path; null for the empty one
/// @param message as the client sent it
public record SenderFacts(
    Door door,
    InetAddress client,
    String helo,
    @Nullable EmailAddress sender,
    MessageSource message) {

  /// How a message was handed in.
  public enum Door {
    /// By whoever has connected, from anywhere.
    STRANGER,
    /// By somebody who has logged in.
    USER,
    /// From a network whose mail is sent on without a login.
    RELAY_NETWORK,
    /// By a mail server of the same house, which has done what there was to do.
    OWN_SERVER
  }
}
