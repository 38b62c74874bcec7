package org.posthorn.platform.acme;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.acme.ChallengeSocket.Place;

/// Shows the answer to http-01 at `/.well-known/acme-challenge/TOKEN` (RFC 8555 §8.3), and answers
/// everything else with 404.
public final class HttpProof implements Proof {
  private static final String PATH = "/.well-known/acme-challenge/";
  private static final int MAX_LINE = 4_096;
  private static final int MAX_LINES = 100;

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final ChallengeSocket socket;

  private HttpProof(Place place) throws IOException {
    socket = ChallengeSocket.open(place, "http-port in [tls.acme]", this::answer);
  }

  /// Begins to listen.
  ///
  /// @param port the ACME server comes to 80, whatever is listened on
  public static HttpProof open(InetAddress address, int port) throws IOException {
    return new HttpProof(new Place(address, port));
  }

  /// Where it listens.
  public int port() {
    return socket.port();
  }

  private void answer(Socket connection) throws IOException {
    var in = new BufferedInputStream(connection.getInputStream());
    var request = line(in);
    for (int lines = 0; lines < MAX_LINES; lines++) {
      var header = line(in);
      if (header == null || header.isEmpty()) break;
    }
    var body = request == null ? null : body(request);
    var text = body == null ? "not found\n" : body;
    var answer =
        "HTTP/1.1 %s\r\nContent-Type: application/octet-stream\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(body == null ? "404 Not Found" : "200 OK", text.length(), text);
    connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    connection.shutdownOutput();
  }

  private @Nullable String body(String request) {
    var parts = request.split(" ", -1);
    if (parts.length != 3 || !parts[0].equals("GET") || !parts[1].startsWith(PATH)) return null;
    return answers.get(parts[1].substring(PATH.length()));
  }

  /// Null at the end, and for a line that is too long.
  private static @Nullable String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      if (octet == '\n') return line.toString().stripTrailing();
      if (line.length() == MAX_LINE) return null;
      line.append((char) octet);
    }
    return null;
  }

  @Override
  public Kind kind() {
    return Kind.HTTP_01;
  }

  @Override
  public void show(Challenge challenge) {
    answers.put(challenge.token(), challenge.authorization());
  }

  @Override
  public void withdraw(Challenge challenge) {
    answers.remove(challenge.token());
  }

  @Override
  public void close() {
    socket.close();
  }
}
