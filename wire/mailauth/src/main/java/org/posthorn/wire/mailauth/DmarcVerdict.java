package org.posthorn.wire.mailauth;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;

/// What DMARC says of a message.
///
/// @param author the domain of the From field; null if there is none
/// @param policyDomain where the record was found, and null without one
/// @param requested what the record asks for this author: `p`, or `sp` of the organization's record
/// @param disposition what is to be done: `requested` for a fail, milder if `pct` spared the
///   message, none for all else
/// @param detail one sentence for logs
public record DmarcVerdict(
    Result result,
    @Nullable DnsName author,
    @Nullable DnsName policyDomain,
    @Nullable DmarcRecord record,
    DmarcPolicy requested,
    DmarcPolicy disposition,
    boolean isDkimAligned,
    boolean isSpfAligned,
    String detail) {

  /// As in RFC 7489 §11.2.
  public enum Result {
    /// The domain has no record.
    NONE,
    PASS,
    FAIL,
    TEMPERROR,
    /// The message has no author whose domain could be asked.
    PERMERROR;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static DmarcVerdict without(Result result, @Nullable DnsName author, String detail) {
    return new DmarcVerdict(
        result, author, null, null, DmarcPolicy.NONE, DmarcPolicy.NONE, false, false, detail);
  }

  /// Whether the policy would have been enforced, had chance not spared the message (RFC 7489
  /// §6.6.4); reports say `sampled_out`.
  public boolean isSampledOut() {
    return result == Result.FAIL && disposition != requested;
  }
}
