package org.posthorn.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.StsFetch;
import org.posthorn.domain.relay.StsPolicy;
import org.posthorn.platform.net.Authorities;
import org.posthorn.wire.dns.DnsName;

/// Fetches MTA-STS policies by HTTPS (RFC 8461 §3.3). Any thread may call, and waits for at most a
/// minute, however slowly the answer drips.
final class PolicyFetch implements StsFetch {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /// Made by the first fetch: the start of the server does not wait for it.
  private static final class Client {
    static final HttpClient HTTPS = client().build();
  }

  private final Supplier<HttpClient> https;
  private final String port;
  private final Duration limit;

  /// @param authorities whose certificates are trusted besides those that the machine trusts
  static PolicyFetch trusting(List<X509Certificate> authorities) {
    if (authorities.isEmpty()) return new PolicyFetch(() -> Client.HTTPS, "", LIMIT);
    var client = client(authorities);
    return new PolicyFetch(() -> client, "", LIMIT);
  }

  /// Follows nobody elsewhere.
  ///
  /// @param authorities whose certificates are trusted besides those that the machine trusts
  static HttpClient client(List<X509Certificate> authorities) {
    return authorities.isEmpty()
        ? client().build()
        : client().sslContext(context(authorities)).build();
  }

  private static HttpClient.Builder client() {
    return HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).connectTimeout(LIMIT);
  }

  private static SSLContext context(List<X509Certificate> authorities) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {Authorities.ofThisMachineAnd(authorities)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  /// @param port empty for the usual one, or as `:8443`
  /// @param limit how long a fetch may take
  PolicyFetch(Supplier<HttpClient> https, String port, Duration limit) {
    this.https = https;
    this.port = port;
    this.limit = limit;
  }

  @Override
  public Fetched fetch(DnsName policyHost) {
    var place = URI.create("https://" + policyHost.text() + port + PATH);
    var request = HttpRequest.newBuilder(place).build();
    var handler = BodyHandlers.limiting(BodyHandlers.ofByteArray(), StsPolicy.MAX_OCTETS);
    // The client's own time-out ends with the header.
    var answer = https.get().sendAsync(request, handler);
    try {
      return fetched(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (TimeoutException _) {
      return new Fetched.Failed("no answer within " + limit.toSeconds() + " s");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Fetched.Failed("interrupted");
    } finally {
      answer.cancel(true);
    }
  }

  private static Fetched fetched(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) return new Fetched.Failed("status " + response.statusCode());
    var type = response.headers().firstValue("Content-Type").orElse("");
    return new Fetched.Body(type, new String(response.body(), StandardCharsets.UTF_8));
  }

  private static Fetched failed(@Nullable Throwable cause) {
    return switch (cause) {
      case SSLException e -> new Fetched.NotTrusted(String.valueOf(e.getMessage()));
      // Some of the JDK's exceptions say by their class only what they are.
      case IOException e ->
          new Fetched.Failed(
              e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
      case null, default -> throw new IllegalStateException("a fetch failed in a new way", cause);
    };
  }
}
