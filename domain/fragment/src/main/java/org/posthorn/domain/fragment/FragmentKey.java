package org.posthorn.domain.fragment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.relay.OutgoingMail.Wishes;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.ReversePath;

/// What all parts of one message have in common, besides the id that they name.
///
/// @param account who submits them
/// @param recipients in any order
/// @param wishes of which the way by TLS and the header's character set must be the same
public record FragmentKey(
    Bearer bearer,
    ReversePath sender,
    @Nullable AccountId account,
    List<EmailAddress> recipients,
    Wishes wishes) {

  public FragmentKey {
    recipients = List.copyOf(recipients);
  }

  /// No part of it can hold the line ends that divide the parts.
  String digest(String id) {
    var sha = Digests.sha256();
    add(sha, id);
    add(sha, bearer.name());
    add(sha, bearer.standing().name());
    add(sha, sender instanceof ReversePath.Mailbox(var address) ? address.key() : "");
    add(sha, account == null ? "" : account.toString());
    add(sha, wishes.tls().name());
    add(sha, wishes.header().name());
    recipients.stream().map(EmailAddress::key).distinct().sorted().forEach(it -> add(sha, it));
    return HexFormat.of().formatHex(sha.digest());
  }

  private static void add(MessageDigest sha, String text) {
    sha.update((text + "\n").getBytes(UTF_8));
  }
}
