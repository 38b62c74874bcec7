package org.posthorn.platform.acme;

import java.net.URI;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;

/// Says what an ACME server's refusal means for the administrator (RFC 8555 §6.7).
final class Explanation {
  private static final String ERRORS = "urn:ietf:params:acme:error:";
  private static final int MOST_TOLD = 500;

  private Explanation() {}

  static AcmeFailure of(AcmeException e, AcmeConfig config) {
    return switch (e) {
      case AcmeRateLimitedException limited ->
          new AcmeFailure(
              "the ACME server has had too many orders from us: %s. It is asked again when it allows that"
                  .formatted(text(limited.getProblem())),
              limited.getRetryAfter().orElse(null),
              e);
      case AcmeUserActionRequiredException action ->
          new AcmeFailure(
              "the ACME server wants something to be done by hand: %s. Read %s"
                  .formatted(text(action.getProblem()), action.getInstance()),
              null,
              e);
      case AcmeServerException server ->
          new AcmeFailure(
              text(server.getProblem()) + advice(server.getType(), null, Proof.Kind.HTTP_01),
              null,
              e);
      case AcmeNetworkException network -> new AcmeFailure(unreachable(network, config), null, e);
      default ->
          new AcmeFailure(
              "the ACME server and we do not understand each other: " + e.getMessage(), null, e);
    };
  }

  private static String unreachable(AcmeNetworkException e, AcmeConfig config) {
    var cause = e.getCause();
    var detail = cause == null ? e.toString() : cause.toString();
    return cause instanceof SSLException
        ? "the certificate of the ACME server %s is not trusted (%s). If the server is your own, name its authority by ca-file in [tls.acme]"
            .formatted(config.directory(), detail)
        : "the ACME server %s cannot be reached (%s). Is the URL right, and does this machine reach it?"
            .formatted(config.directory(), detail);
  }

  /// What is wrong with the proof for a name.
  static AcmeFailure ofChallenge(String name, Proof.Kind kind, @Nullable Problem problem) {
    if (problem == null)
      return new AcmeFailure("the ACME server did not accept the proof for " + name);
    return new AcmeFailure(
        "the ACME server did not accept the proof for %s: %s%s"
            .formatted(name, text(problem), advice(problem.getType(), name, kind)));
  }

  /// Text from a stranger.
  private static String text(Problem problem) {
    var parts =
        problem.getSubProblems().stream().map(Explanation::text).collect(Collectors.joining("; "));
    var text = problem.getDetail().orElse(String.valueOf(problem.getType()));
    var all = (parts.isEmpty() ? text : text + " (" + parts + ")").replaceAll("[^ -~]", "?");
    return all.length() > MOST_TOLD ? all.substring(0, MOST_TOLD) : all;
  }

  private static String advice(@Nullable URI type, @Nullable String name, Proof.Kind kind) {
    var error = type == null ? "" : type.toString();
    if (!error.startsWith(ERRORS)) return "";
    return switch (error.substring(ERRORS.length())) {
      case "connection" ->
          ". It must reach %s at %s: check DNS, firewall and router (posthorn doctor)"
              .formatted(name == null ? "every name" : name, port(kind));
      case "unauthorized", "incorrectResponse" ->
          switch (kind) {
            case HTTP_01, TLS_ALPN_01 ->
                ". Somebody else answers for %s at %s: its addresses in DNS must all lead here"
                    .formatted(name, port(kind));
            case DNS_01 ->
                ". It did not find the record: dns-delay in [tls.acme] may be too short, or"
                    + " dns-program publishes something else";
          };
      case "dns" ->
          ". %s has no usable address or record in DNS: posthorn doctor"
              .formatted(name == null ? "A name" : name);
      case "caa" ->
          ". A CAA record in DNS forbids this authority to issue for the name: allow it there";
      case "rejectedIdentifier", "unsupportedIdentifier" ->
          ". This authority does not issue for that name: set names in [tls.acme]";
      case "externalAccountRequired" ->
          ". Get an account from the authority and set account-id and account-key-file in"
              + " [tls.acme]";
      case "badPublicKey", "badCSR" -> ". posthorn tls renew --new-key makes another key";
      case "accountDoesNotExist" ->
          ". The account in the data folder is not known there any more: remove"
              + " tls/acme/account-key.pem to make a new one";
      default -> "";
    };
  }

  private static String port(Proof.Kind kind) {
    return switch (kind) {
      case HTTP_01 -> "port 80";
      case TLS_ALPN_01 -> "port 443";
      case DNS_01 -> "its name servers";
    };
  }
}
