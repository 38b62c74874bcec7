package org.posthorn.app;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.TlsMode;

/// What a listener speaks: the name that configuration, `status` and the log use, and the usual
/// ports.
enum Service {
  SMTP(25, 2525, TlsMode.STARTTLS, true),
  SUBMISSION(587, 2587, TlsMode.STARTTLS, true),
  SUBMISSIONS(465, 2465, TlsMode.IMPLICIT, true),
  LMTP(24, 2424, TlsMode.NONE, true),
  IMAP(143, 2143, TlsMode.STARTTLS, true),
  IMAPS(993, 2993, TlsMode.IMPLICIT, true),
  POP3(110, 2110, TlsMode.STARTTLS, true),
  POP3S(995, 2995, TlsMode.IMPLICIT, true),
  MANAGESIEVE(4190, 4190, TlsMode.STARTTLS, true),
  XMPP(5222, 5222, TlsMode.STARTTLS, false),
  XMPPS(5223, 5223, TlsMode.IMPLICIT, false),
  XMPP_S2S(5269, 5269, TlsMode.STARTTLS, false),
  HTTP(80, 8080, TlsMode.NONE, false),
  HTTPS(443, 8443, TlsMode.IMPLICIT, false);

  private final int standardPort;
  private final int quickstartPort;
  private final TlsMode usualTls;
  private final boolean served;

  Service(int standardPort, int quickstartPort, TlsMode usualTls, boolean served) {
    this.standardPort = standardPort;
    this.quickstartPort = quickstartPort;
    this.usualTls = usualTls;
    this.served = served;
  }

  /// As it is written everywhere: `xmpp-s2s`.
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  int standardPort() {
    return standardPort;
  }

  /// The port that needs no rights.
  int quickstartPort() {
    return quickstartPort;
  }

  TlsMode usualTls() {
    return usualTls;
  }

  /// Whether this version has a server for it.
  boolean served() {
    return served;
  }

  /// Below which clients find it by SRV records (RFC 6186 §3, RFC 8314 §5.1, RFC 5804 §1.8); null
  /// for what they do not look for.
  @Nullable String srvLabel() {
    return switch (this) {
      case SUBMISSION, SUBMISSIONS, IMAP, IMAPS, POP3, POP3S -> "_" + word() + "._tcp";
      case MANAGESIEVE -> "_sieve._tcp";
      // XEP-0368 for those with TLS from the first octet
      case XMPP -> "_xmpp-client._tcp";
      case XMPPS -> "_xmpps-client._tcp";
      case XMPP_S2S -> "_xmpp-server._tcp";
      case SMTP, LMTP, HTTP, HTTPS -> null;
    };
  }

  /// What its first line begins with in plain text; null where the client speaks first.
  @Nullable String greeting() {
    return switch (this) {
      case SMTP, SUBMISSION, SUBMISSIONS, LMTP -> "220 ";
      case IMAP, IMAPS -> "* OK";
      case POP3, POP3S -> "+OK";
      case MANAGESIEVE -> "\"IMPLEMENTATION\"";
      case XMPP, XMPPS, XMPP_S2S, HTTP, HTTPS -> null;
    };
  }

  static @Nullable Service of(String word) {
    return Arrays.stream(values())
        .filter(service -> service.word().equals(word))
        .findFirst()
        .orElse(null);
  }
}
