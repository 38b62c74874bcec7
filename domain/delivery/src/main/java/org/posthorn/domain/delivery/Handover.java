package org.posthorn.domain.delivery;

import java.util.List;
import org.posthorn.platform.storage.Spool;

/// A message with its accepted recipients, at the moment at which the client waits for the answer.
///
/// @param placement where in mailboxes here
public record Handover(
    Envelope envelope, List<Recipient> recipients, Copies copies, Placement placement) {

  public Handover {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) throw new IllegalArgumentException("no recipients");
  }

  /// The octets of the message, with its trace fields; open until the answer is there.
  ///
  /// @param here as it lies in mailboxes: Return-Path first (RFC 5321 §4.4)
  /// @param leaving as it goes on, without Return-Path; not looked at when nobody is elsewhere, and
  ///   may be the same when everybody is
  public record Copies(Spool here, Spool leaving) {}
}
