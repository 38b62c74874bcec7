package org.posthorn.servers.smtp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import org.posthorn.wire.smtp.HelloName;
import org.posthorn.wire.smtp.ReversePath;
import org.posthorn.wire.smtp.Verb;

/// Return-Path and Received, which a message gets on its way in (RFC 5321 §4.4).
///
/// No name that DNS would tell is in them, and the recipient only where there is one, because all
/// recipients get the same copy.
final class TraceFields {

  /// `date-time` (RFC 5322 §3.3).
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private TraceFields() {}

  static String date(Instant now) {
    return DATE.format(now);
  }

  /// Both fields, with their line ends; what the guard adds stands between them.
  record Trace(String returnPath, String received) {}

  static Trace of(SmtpSession session, Transaction transaction, Instant now) {
    var fields = new StringBuilder(400);
    fields.append("Received: from ").append(from(session)).append("\r\n\tby ");
    fields.append(session.config().hostName()).append(" with ").append(with(session, transaction));
    var tls = session.connection().tls();
    if (tls != null) fields.append(" (%s %s)".formatted(tls.protocol(), tls.cipher()));
    fields.append("\r\n\tid ").append(transaction.id());
    if (transaction.recipients().size() == 1)
      fields.append("\r\n\tfor <").append(transaction.recipients().getFirst()).append('>');
    fields.append(";\r\n\t").append(date(now)).append("\r\n");
    return new Trace("Return-Path: " + path(transaction.from()) + "\r\n", fields.toString());
  }

  private static String path(ReversePath from) {
    return switch (from) {
      case ReversePath.Null _ -> "<>";
      case ReversePath.Mailbox(var address) -> "<" + address + ">";
    };
  }

  /// ```
  /// Extended-Domain = Domain / ( Domain FWS "(" TCP-info ")" )
  ///                   / ( address-literal FWS "(" TCP-info ")" )
  /// TCP-info = address-literal / ( Domain FWS address-literal )
  /// ```
  ///
  /// What is neither is left out: it may hold anything.
  private static String from(SmtpSession session) {
    var literal = literal(session.connection().remoteAddress());
    var name = Objects.requireNonNull(session.hello()).name();
    var known = name.form() == HelloName.Form.OTHER ? literal : name.text();
    return known + " (" + literal + ")";
  }

  /// RFC 5321 §4.1.3.
  static String literal(InetAddress address) {
    var text = address.getHostAddress();
    if (!(address instanceof Inet6Address)) return "[" + text + "]";
    int zone = text.indexOf('%');
    return "[IPv6:" + (zone < 0 ? text : text.substring(0, zone)) + "]";
  }

  /// `ESMTPS` and its relatives (RFC 3848, RFC 6531 §3.7.3).
  private static String with(SmtpSession session, Transaction transaction) {
    var protocol = session.server().flavour().protocol();
    var hello = Objects.requireNonNull(session.hello());
    if (transaction.parameters().smtpUtf8()) protocol = "UTF8" + protocol;
    else if (hello.verb() == Verb.EHLO) protocol = "E" + protocol;
    if (session.connection().tls() != null) protocol += "S";
    if (session.account() != null) protocol += "A";
    return protocol;
  }
}
