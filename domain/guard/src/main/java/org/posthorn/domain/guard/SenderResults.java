package org.posthorn.domain.guard;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mailauth.ArcVerdict;
import org.posthorn.wire.mailauth.AuthenticationReport;
import org.posthorn.wire.mailauth.AuthenticationResults.MethodResult;
import org.posthorn.wire.mailauth.DkimVerdict;
import org.posthorn.wire.mailauth.DmarcVerdict;
import org.posthorn.wire.mailauth.Iprev;
import org.posthorn.wire.mailauth.SpfResult;
import org.posthorn.wire.mailauth.SpfVerdict;

/// What was found out about who sent a message. What was not looked at is null.
public record SenderResults(
    Iprev.@Nullable Verdict iprev,
    @Nullable SpfVerdict helo,
    @Nullable SpfVerdict mailFrom,
    @Nullable List<DkimVerdict> dkim,
    @Nullable ArcVerdict arc,
    @Nullable DmarcVerdict dmarc) {

  public static final SenderResults NONE = new SenderResults(null, null, null, null, null, null);

  public SenderResults {
    if (dkim != null) dkim = List.copyOf(dkim);
  }

  /// Signatures that were looked at.
  List<DkimVerdict> signatures() {
    return dkim == null ? List.of() : dkim;
  }

  /// The domain that the message is from for certain: its author's by DMARC, else of a good
  /// signature; null when there is none.
  public @Nullable DnsName provenDomain() {
    if (dmarc != null && dmarc.result() == DmarcVerdict.Result.PASS) return dmarc.author();
    for (var signature : signatures()) if (signature.isPass()) return signature.domain();
    return null;
  }

  /// In the words of Authentication-Results; what says nothing is left out.
  List<MethodResult> inWords(InetAddress client) {
    var words = new ArrayList<MethodResult>();
    if (iprev != null) words.add(AuthenticationReport.iprev(iprev, client));
    if (helo != null && helo.result() != SpfResult.NONE) words.add(AuthenticationReport.spf(helo));
    if (mailFrom != null) words.add(AuthenticationReport.spf(mailFrom));
    if (dkim != null) words.addAll(AuthenticationReport.dkim(dkim));
    if (arc != null && arc.status() != ArcVerdict.Status.NONE)
      words.add(AuthenticationReport.arc(arc));
    if (dmarc != null) words.add(AuthenticationReport.dmarc(dmarc));
    return words;
  }
}
