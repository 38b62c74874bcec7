package org.posthorn.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The table `[tokens]` of [Config]: logins with access tokens of an authorization server.
record TokensSection(
    @Doc(
            value =
                """
                The introspection endpoint of an authorization server (RFC 7662). With it people may log \
                in with its access tokens (OAUTHBEARER, XOAUTH2), under TLS; each login asks there.\
                """,
            example = "\"https://login.example.org/oauth2/introspect\"")
        @Nullable String introspection,
    @Doc(value = "The name that this server has at the authorization server.", example = "\"mail\"")
        @Nullable String clientId,
    @Doc(
            value = "A file with its secret in the first line; read again at each login.",
            example = "\"/etc/posthorn/tokens.secret\"")
        @Nullable Path clientSecretFile,
    @Doc(
            value =
                """
                The field of the answer that holds the account's mail address. Take one that people \
                cannot choose for themselves.\
                """,
            or = "\"username\"")
        String accountField,
    @Doc(value = "What a token has to be good for; without it, anything.", example = "\"mail\"")
        @Nullable String scope,
    @Doc(
            value = "Whom a token has to be meant for (aud); without it, anybody.",
            example = "\"https://mail.example.org\"")
        @Nullable String audience,
    @Doc(
            value = "Who has to have issued a token (iss); without it, the answer alone counts.",
            example = "\"https://login.example.org\"")
        @Nullable String issuer,
    @Doc(
            value =
                """
                Where the authorization server describes itself; clients are told it when their tokens \
                are refused, so that they can get others.\
                """,
            example = "\"https://login.example.org/.well-known/openid-configuration\"")
        @Nullable String openidConfiguration,
    @Doc(value = "How long an answer may take, a minute at most.", or = "\"10s\"")
        Duration timeLimit,
    @Doc(value = "Most tokens that are asked about at a time.", or = "100") int atATime,
    @Doc(
            value =
                "PEM file with authorities that vouch for the endpoint, if they are of your own.",
            example = "\"/etc/posthorn/company-ca.pem\"")
        @Nullable Path caFile) {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  TokensSection {
    if (introspection != null) {
      checkPlace(introspection, "introspection");
      if (clientId == null)
        throw new IllegalArgumentException("client-id: is missing; introspection needs it");
      if (clientSecretFile == null)
        throw new IllegalArgumentException(
            "client-secret-file: is missing; introspection needs it");
    }
    if (openidConfiguration != null) checkPlace(openidConfiguration, "openid-configuration");
    // RFC 6749 §3.3: one scope, as clients are told only one (RFC 7628 §3.2.2).
    if (scope != null && !scope.matches("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,200}"))
      throw new IllegalArgumentException("scope: one word of printable ASCII without quotes");
    if (accountField.isBlank()) throw new IllegalArgumentException("account-field: names no field");
    if (!timeLimit.isPositive() || timeLimit.compareTo(LONGEST) > 0)
      throw new IllegalArgumentException("time-limit: more than nothing, a minute at most");
    if (atATime < 1) throw new IllegalArgumentException("at-a-time: at least 1 is needed");
  }

  private static void checkPlace(String place, String key) {
    try {
      var uri = new URI(place);
      if ("https".equals(uri.getScheme()) && uri.getHost() != null) return;
    } catch (java.net.URISyntaxException _) {
      // it is said below
    }
    throw new IllegalArgumentException(key + ": has to begin with https:// and name a host");
  }
}
