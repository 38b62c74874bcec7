package org.posthorn.app;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.posthorn.domain.feedback.ReportPost.Posted;

/// Hands reports to HTTPS servers. Strangers name them in DNS, so those inside of this network are
/// left alone. Any thread may call, and waits for at most a minute.
final class HttpsPost {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  /// Made by the first report: the start of the server does not wait for it.
  private static final class Https {
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LIMIT)
            .build();
  }

  private final Supplier<HttpClient> https;
  private final Predicate<InetAddress> isPublic;

  HttpsPost() {
    this(() -> Https.CLIENT, HttpsPost::isPublic);
  }

  /// @param isPublic which addresses reports may be posted to
  HttpsPost(Supplier<HttpClient> https, Predicate<InetAddress> isPublic) {
    this.https = https;
    this.isPublic = isPublic;
  }

  Posted post(URI to, String mediaType, byte[] report) {
    try {
      for (var address : InetAddress.getAllByName(to.getHost()))
        if (!isPublic.test(address))
          return new Posted.Refused("%s is not on the Internet".formatted(to.getHost()));
    } catch (UnknownHostException _) {
      return new Posted.Later("there is no host " + to.getHost());
    }
    var request =
        HttpRequest.newBuilder(to)
            .header("Content-Type", mediaType)
            .timeout(LIMIT)
            .POST(BodyPublishers.ofByteArray(report))
            .build();
    var answer = https.get().sendAsync(request, BodyHandlers.discarding());
    try {
      return posted(answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return new Posted.Later(String.valueOf(e.getCause()));
    } catch (TimeoutException _) {
      return new Posted.Later("no answer within " + LIMIT.toSeconds() + " s");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Posted.Later("interrupted");
    } finally {
      answer.cancel(true);
    }
  }

  /// RFC 8460 §5.4: anything but success may be tried again.
  private static Posted posted(HttpResponse<Void> response) {
    return response.statusCode() / 100 == 2
        ? new Posted.Taken()
        : new Posted.Later("status " + response.statusCode());
  }

  private static final Set<Integer> UNIQUE_LOCAL = Set.of(0xfc, 0xfd);

  static boolean isPublic(InetAddress address) {
    boolean isLocal =
        address.isLoopbackAddress()
            || address.isAnyLocalAddress()
            || address.isLinkLocalAddress()
            || address.isSiteLocalAddress()
            || address.isMulticastAddress();
    // RFC 4193, which the JDK does not know.
    return !isLocal
        && !(address instanceof Inet6Address
            && UNIQUE_LOCAL.contains(address.getAddress()[0] & 0xff));
  }
}
