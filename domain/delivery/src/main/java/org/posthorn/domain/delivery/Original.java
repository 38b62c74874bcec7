package org.posthorn.domain.delivery;

import java.io.IOException;
import java.util.function.Supplier;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.DomainName;

/// The octets of a message as it lies in mailboxes here, and what is needed to send it on.
///
/// @param octets with its trace fields, Return-Path first (RFC 5321 §4.4); open until the answer is
///   there
/// @param returnPath octets of that field, which does not leave
/// @param seals what is put before a message that is sent on for somebody
/// @param spools makes one that holds the message and what is put before it
public record Original(Spool octets, int returnPath, Seals seals, Supplier<Spool> spools) {

  /// Vouches for what was found when a message came in (RFC 8617).
  @FunctionalInterface
  public interface Seals {

    Seals NONE = (_, _) -> "";

    /// Fields to put before the message, with line ends; empty when there is nothing to vouch for.
    ///
    /// @param message as it will be sent
    /// @param by the domain of ours that sends it on
    String seal(Spool message, DomainName by) throws IOException;
  }

  /// The message with something before it instead of its Return-Path; without it, as it leaves. The
  /// caller closes it.
  Spool with(String before) throws IOException {
    var leaving = spools.get();
    try (var in = octets.open()) {
      leaving.write(before.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      in.skipNBytes(returnPath);
      in.transferTo(leaving);
      return leaving;
    } catch (IOException | RuntimeException e) {
      leaving.close();
      throw e;
    }
  }
}
