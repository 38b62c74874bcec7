package org.posthorn.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.posthorn.domain.relay.StsFetch;
import org.posthorn.domain.relay.StsPolicy;
import org.posthorn.wire.dns.DnsName;

/// Fetches MTA-STS policies by HTTPS (RFC 8461 §3.3). Any thread may call, and waits for at most a
/// minute.
final class PolicyFetch implements StsFetch, AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(LIMIT)
          .build();

  @Override
  public Fetched fetch(DnsName policyHost) {
    var request =
        HttpRequest.newBuilder(URI.create("https://" + policyHost.text() + PATH))
            .timeout(LIMIT)
            .build();
    try {
      var response = client.send(request, BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        if (response.statusCode() != 200)
          return new Fetched.Failed("status " + response.statusCode());
        var bytes = body.readNBytes(StsPolicy.MAX_OCTETS + 1);
        if (bytes.length > StsPolicy.MAX_OCTETS) return new Fetched.Failed("too large");
        var type = response.headers().firstValue("Content-Type").orElse("");
        return new Fetched.Body(type, new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (SSLException e) {
      return new Fetched.NotTrusted(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Fetched.Failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Fetched.Failed("interrupted");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
