package org.posthorn.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.DirectoryConfig;
import org.posthorn.domain.directory.TokenVerifier;
import org.posthorn.platform.net.KeyFiles;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sasl.Secret;
import org.posthorn.wire.sasl.TokenError;
import org.posthorn.wire.sasl.TokenHints;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks an authorization server by HTTPS whether an access token is good (RFC 7662). Any number of
/// threads may call. The token is in the request's body and nowhere else.
final class TokenIntrospection implements TokenVerifier {

  /// An answer has some fields; more is an attack on our memory.
  private static final int MAX_ANSWER_OCTETS = 64 * 1024;

  /// The directory gives up a little later than this does, so that its word is heard.
  private static final Duration LAST_WORD = Duration.ofSeconds(1);

  private static final JsonMapper JSON = new JsonMapper();

  private final TokensSection section;
  private final URI endpoint;
  private final Supplier<HttpClient> https;
  private final InstantSource clock;

  TokenIntrospection(TokensSection section, Supplier<HttpClient> https, InstantSource clock) {
    this.section = section;
    this.endpoint = URI.create(String.valueOf(section.introspection()));
    this.https = https;
    this.clock = clock;
  }

  /// What the directory is to know; null when tokens are not taken.
  static DirectoryConfig.@Nullable Tokens of(TokensSection section, InstantSource clock)
      throws CannotStart {
    if (section.introspection() == null) return null;
    try {
      var own =
          section.caFile() == null
              ? List.<java.security.cert.X509Certificate>of()
              : KeyFiles.certificates(section.caFile());
      var client = PolicyFetch.client(own);
      return tokens(section, new TokenIntrospection(section, () -> client, clock));
    } catch (IOException e) {
      throw new CannotStart("[tokens]: ca-file: " + e.getMessage());
    }
  }

  static DirectoryConfig.Tokens tokens(TokensSection section, TokenVerifier verifier) {
    var hints = new TokenHints(section.scope(), section.openidConfiguration());
    var limit = section.timeLimit().plus(LAST_WORD);
    return new DirectoryConfig.Tokens(verifier, hints, limit, section.atATime());
  }

  @Override
  public Answer verify(Secret token) throws InterruptedException {
    HttpRequest request;
    try {
      request = request(token);
    } catch (IOException e) {
      return new Answer.Unavailable("cannot read client-secret-file: " + e.getMessage());
    }
    var handler = BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_OCTETS);
    // The client's own time-out ends with the header.
    var answer = https.get().sendAsync(request, handler);
    try {
      return answer(answer.get(section.timeLimit().toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return new Answer.Unavailable(endpoint + ": " + e.getCause());
    } catch (TimeoutException _) {
      return new Answer.Unavailable(
          "%s: no answer within %d ms".formatted(endpoint, section.timeLimit().toMillis()));
    } finally {
      answer.cancel(true);
    }
  }

  /// RFC 7662 §2.1
  private HttpRequest request(Secret token) throws IOException {
    var form = "token=" + encoded(token.reveal()) + "&token_type_hint=access_token";
    return HttpRequest.newBuilder(endpoint)
        .header("Authorization", "Basic " + credentials())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .POST(BodyPublishers.ofString(form))
        .build();
  }

  /// RFC 6749 §2.3.1
  private String credentials() throws IOException {
    var file = section.clientSecretFile();
    var secret = file == null ? "" : SecretFile.read(file);
    var pair = encoded(String.valueOf(section.clientId())) + ":" + encoded(secret);
    return Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private Answer answer(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status == 401 || status == 403)
      return new Answer.Unavailable(
          "%s does not take our client-id and secret (status %d)".formatted(endpoint, status));
    if (status != 200) return new Answer.Unavailable(endpoint + ": status " + status);
    try {
      var json = JSON.readTree(response.body());
      if (json.isObject() && json.path("active").isBoolean()) return judged(json);
    } catch (JacksonException _) {
      // it is said below
    }
    return new Answer.Unavailable(endpoint + ": what it has answered is no introspection response");
  }

  /// RFC 7662 §2.2 and §4
  private Answer judged(JsonNode json) {
    if (!json.path("active").booleanValue()) return refused("it is not active");
    var type = json.path("token_type").asString("Bearer");
    if (!type.equalsIgnoreCase("Bearer")) return refused("it is of another kind");
    var now = clock.instant();
    if (isAfter(json.path("nbf"), now)) return refused("it is not good yet");
    var end = json.path("exp");
    if (end.isNumber() && !isAfter(end, now)) return refused("it has expired");
    var issuer = section.issuer();
    if (issuer != null && !issuer.equals(json.path("iss").asString("")))
      return refused("another server has issued it");
    var audience = section.audience();
    if (audience != null && !names(json.path("aud"), audience))
      return refused("it is meant for somebody else");
    var scope = section.scope();
    var scopes = json.path("scope").asString("").split(" ", -1);
    if (scope != null && !Arrays.asList(scopes).contains(scope))
      return new Answer.Refused(TokenError.INSUFFICIENT_SCOPE, "it is not good for " + scope);
    return account(json);
  }

  private static boolean isAfter(JsonNode time, Instant now) {
    return time.isNumber() && time.doubleValue() > now.toEpochMilli() / 1000.0;
  }

  private static boolean names(JsonNode audience, String ours) {
    if (audience.isString()) return ours.equals(audience.stringValue());
    for (var one : audience) if (one.isString() && ours.equals(one.stringValue())) return true;
    return false;
  }

  private Answer account(JsonNode json) {
    var field = section.accountField();
    // Whoever may write any address into his profile would be anybody.
    boolean unproven = field.equals("email") && json.path("email_verified").isBoolean();
    if (unproven && !json.path("email_verified").booleanValue())
      return refused("its mail address is not verified");
    try {
      return new Answer.Good(EmailAddress.parse(json.path(field).asString("")));
    } catch (AddressException _) {
      return refused("its field " + field + " is no mail address");
    }
  }

  private static Answer refused(String reason) {
    return new Answer.Refused(TokenError.INVALID_TOKEN, reason);
  }
}
