package org.posthorn.wire.mailauth;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mailauth.AuthenticationResults.MethodResult;
import org.posthorn.wire.mailauth.AuthenticationResults.Property;

/// Puts verdicts into the words of Authentication-Results (RFC 8601 §2.7, RFC 7489 §11.1, RFC 8617
/// §6.1).
public final class AuthenticationReport {

  private AuthenticationReport() {}

  public static MethodResult spf(SpfVerdict verdict) {
    boolean helo = verdict.identity() == SpfIdentity.HELO;
    return new MethodResult(
        "spf",
        verdict.result().text(),
        verdict.isPass() ? null : verdict.detail(),
        List.of(new Property("smtp", helo ? "helo" : "mailfrom", verdict.domain())));
  }

  /// One result for each signature, or `dkim=none`.
  public static List<MethodResult> dkim(List<DkimVerdict> verdicts) {
    if (verdicts.isEmpty())
      return List.of(new MethodResult("dkim", "none", "message not signed", List.of()));
    return verdicts.stream().map(AuthenticationReport::dkim).toList();
  }

  private static MethodResult dkim(DkimVerdict verdict) {
    var properties = new ArrayList<Property>();
    var domain = verdict.domain();
    add(properties, "header", "d", domain == null ? null : domain.text());
    add(properties, "header", "s", verdict.selector());
    add(properties, "header", "a", verdict.algorithm());
    add(properties, "header", "b", verdict.start());
    var reason = verdict.isPass() ? null : verdict.reason().text();
    return new MethodResult("dkim", verdict.result().text(), reason, properties);
  }

  /// The name of a client.
  public static MethodResult iprev(Iprev.Verdict verdict, InetAddress client) {
    var properties = new ArrayList<Property>();
    add(properties, "policy", "iprev", client.getHostAddress());
    return new MethodResult(
        "iprev", verdict.result().name().toLowerCase(Locale.ROOT), null, properties);
  }

  public static MethodResult dmarc(DmarcVerdict verdict) {
    var properties = new ArrayList<Property>();
    var author = verdict.author();
    add(properties, "header", "from", author == null ? null : author.text());
    boolean isPass = verdict.result() == DmarcVerdict.Result.PASS;
    return new MethodResult(
        "dmarc", verdict.result().text(), isPass ? null : verdict.detail(), properties);
  }

  public static MethodResult arc(ArcVerdict verdict) {
    var properties = new ArrayList<Property>();
    var hops = verdict.hops();
    var last = hops.isEmpty() ? null : hops.getLast().sealer();
    add(properties, "policy", "sealer", last == null ? null : last.text());
    var reason = verdict.status() == ArcVerdict.Status.FAIL ? verdict.detail() : null;
    return new MethodResult("arc", verdict.status().text(), reason, properties);
  }

  /// What a login came to (RFC 8601 §2.7.4).
  public static MethodResult auth(String user) {
    return new MethodResult("auth", "pass", null, List.of(new Property("smtp", "auth", user)));
  }

  static void add(List<Property> properties, String type, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) properties.add(new Property(type, name, value));
  }
}
