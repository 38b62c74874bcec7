package org.posthorn.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.acme.Proof;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has a program of the administrator's publish the answer to dns-01 (RFC 8555 §8.4): `add NAME
/// VALUE`, and `remove NAME VALUE` afterwards.
final class DnsProof implements Proof {
  private static final Logger log = LoggerFactory.getLogger(DnsProof.class);

  /// Programs of DNS providers wait for their servers.
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Path program;
  private final Duration delay;
  private final CountDownLatch closed = new CountDownLatch(1);

  /// @param delay until all name servers have what was published
  DnsProof(Path program, Duration delay) {
    this.program = program;
    this.delay = delay;
  }

  @Override
  public Kind kind() {
    return Kind.DNS_01;
  }

  @Override
  public void show(Challenge challenge) throws IOException {
    var why = run("add", challenge);
    if (why != null)
      throw new IOException(
          "the dns-program %s was called to add the record %s and %s"
              .formatted(program, name(challenge), why));
    try {
      // Nobody counts this down while the order is under way, unless the server stops.
      if (closed.await(delay.toMillis(), TimeUnit.MILLISECONDS))
        throw new IOException("the server stops");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the server stops", e);
    }
  }

  @Override
  public void withdraw(Challenge challenge) {
    var why = run("remove", challenge);
    if (why != null)
      log.warn(
          "the dns-program {} was called to remove the record {} and {}; remove it by hand",
          program,
          name(challenge),
          why);
  }

  private static String name(Challenge challenge) {
    return "_acme-challenge." + challenge.name();
  }

  private @Nullable String run(String deed, Challenge challenge) {
    var arguments = List.of(deed, name(challenge), challenge.digest());
    return switch (ExternalProgram.run(program, arguments, LIMIT)) {
      case ExternalProgram.Ended.Well _ -> null;
      case ExternalProgram.Ended.Badly(var why) -> why;
    };
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
