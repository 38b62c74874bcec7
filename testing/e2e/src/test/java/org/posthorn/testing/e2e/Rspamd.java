package org.posthorn.testing.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.posthorn.wire.mailauth.DkimAlgorithm;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Rspamd with nothing but what it has to do with signatures, and with keys in place of DNS. It
/// signs and seals what comes from one network. Used by one thread.
final class Rspamd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final String STRANGER = "198.51.100.1";
  private static final String OWN = "192.0.2.1";

  private final int port;
  private final Process process;
  private final Program.Reader output;

  /// An offer of HTTP/2 would puzzle it.
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Rspamd(Path program, Path folder, SignedLetters letters)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    port = FreePorts.next();
    Files.writeString(folder.resolve("key.pem"), letters.pem(DkimAlgorithm.RSA_SHA256));
    // Its own list takes seconds to read.
    Files.writeString(folder.resolve("endings"), "test\n");
    var configuration = folder.resolve("rspamd.conf");
    Files.writeString(configuration, configuration(folder, letters));
    // -i: as root, too
    var builder =
        new ProcessBuilder(program.toString(), "-f", "-i", "-c", configuration.toString());
    process = builder.redirectErrorStream(true).start();
    output = new Program.Reader(process.getInputStream());
    awaitPong();
  }

  private String configuration(Path folder, SignedLetters letters) {
    var records = new StringBuilder();
    letters
        .records()
        .forEach((name, text) ->
            records.append(
                "{ name = \"%s\"; type = \"txt\"; replies = [\"%s\"]; },\n".formatted(name, text)));
    return """
    lua = "/usr/share/rspamd/rules/rspamd.lua";
    options {
      pidfile = "%1$s/pid";
      filters = "dkim";
      url_tld = "%1$s/endings";
      cache_file = "%1$s/symbols";
      hs_cache_dir = "%1$s";
      control_socket = "%1$s/control mode=0600";
      dns { nameserver = ["127.0.0.1:1"]; timeout = 1s; retransmits = 1; fake_records = [
        %3$s
      ]; }
    }
    logging { type = "console"; level = "warning"; }
    worker "normal" { bind_socket = "127.0.0.1:%2$d"; count = 1; }
    dkim { check_local = true; check_authed = true; }
    arc { check_local = true; check_authed = true; %4$s }
    dkim_signing { %4$s }
    modules { path = "/usr/share/rspamd/plugins/arc.lua";
      path = "/usr/share/rspamd/plugins/dkim_signing.lua"; }
    """
        .formatted(folder, port, records, signing(folder));
  }

  private static String signing(Path folder) {
    return """
    sign_networks = ["192.0.2.0/24"]; use_domain = "header"; use_domain_sign_networks = "header";
      use_esld = false; allow_username_mismatch = true; try_fallback = false;
      domain { %s { path = "%s/key.pem"; selector = "rsa"; } }
    """
        .formatted(SignedLetters.DOMAIN, folder);
  }

  private void awaitPong() throws InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!pongs()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new AssertionError("Rspamd does not answer:\n" + output.soFar());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private boolean pongs() throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(address("ping")).build();
      return http.send(request, BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  private URI address(String what) {
    return URI.create("http://127.0.0.1:%d/%s".formatted(port, what));
  }

  private JsonNode ask(String client, String message) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address("checkv2"))
            .header("IP", client)
            .header("From", "romeo@example.test")
            .POST(HttpRequest.BodyPublishers.ofString(message))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200)
      throw new AssertionError("Rspamd answers " + answer + answer.body());
    return JsonMapper.shared().readTree(answer.body());
  }

  /// What it finds, each symbol with its options.
  List<String> check(String message) throws IOException, InterruptedException {
    var found = new ArrayList<String>();
    for (var symbol : ask(STRANGER, message).path("symbols")) {
      var options = new ArrayList<String>();
      for (var option : symbol.path("options")) options.add(option.asString());
      found.add(symbol.path("name").asString() + " " + options);
    }
    return found;
  }

  /// The message with its signature and its seal.
  String sign(String message) throws IOException, InterruptedException {
    var answer = ask(OWN, message);
    var fields = new StringBuilder();
    for (var field : answer.path("milter").path("add_headers").properties())
      fields.append(field(field.getKey(), field.getValue().path("value").asString()));
    var signature = answer.path("dkim-signature");
    if (signature.isMissingNode()) throw new AssertionError("not signed: " + answer);
    return fields + field("DKIM-Signature", signature.asString()) + message;
  }

  private static String field(String name, String value) {
    return name + ": " + value + "\r\n";
  }

  @Override
  public void close() {
    Program.kill(process.toHandle());
  }
}
