package org.posthorn.app;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.posthorn.app.AdminRequest.CreateAuthority;
import org.posthorn.app.AdminRequest.IssueCertificate;
import org.posthorn.app.SiteAnswer.Authority;
import org.posthorn.app.SiteAnswer.Issued;
import org.posthorn.platform.net.CertificateFacts;
import org.posthorn.platform.net.CertificateSource;
import org.posthorn.platform.net.OwnAuthority;
import org.posthorn.platform.net.TlsException;

/// The certificate authority of the administrator's own, in the data folder under `tls/ca/`, and
/// what it issues, under `tls/issued/`.
final class AuthorityAdministration {
  private static final int MOST_NAMES = 100;

  private final OwnAuthority authority;
  private final Path issued;
  private final InstantSource clock;
  private final SecureRandom random;

  AuthorityAdministration(Path data, InstantSource clock, SecureRandom random) {
    authority = new OwnAuthority(data.resolve("tls").resolve("ca"));
    issued = data.resolve("tls").resolve("issued");
    this.clock = clock;
    this.random = random;
  }

  Authority create(CreateAuthority request) throws AdminRefused {
    if (request.days() < 1 || request.days() > OwnAuthority.VALIDITY.toDays() * 3)
      throw new AdminRefused("An authority is good for 1 to 10950 days.");
    try {
      authority.create(request.name(), Duration.ofDays(request.days()), clock.instant(), random);
      return show();
    } catch (TlsException e) {
      throw new AdminRefused(Words.sentence(String.valueOf(e.getMessage())));
    }
  }

  Authority show() throws AdminRefused {
    if (!authority.exists())
      throw new AdminRefused("There is no authority. To make one: posthorn tls ca create");
    try {
      var facts = authority.facts();
      return new Authority(
          facts.issuer(),
          facts.notAfter(),
          facts.fingerprint(),
          authority.certificateFile().toString(),
          Files.readString(authority.certificateFile()));
    } catch (IOException e) {
      throw new AdminRefused(String.valueOf(e.getMessage()));
    }
  }

  Issued issue(IssueCertificate request) throws AdminRefused {
    var names = request.names();
    if (!authority.exists())
      throw new AdminRefused("There is no authority. To make one: posthorn tls ca create");
    if (names.isEmpty() || names.size() > MOST_NAMES)
      throw new AdminRefused("A certificate has 1 to %d names.".formatted(MOST_NAMES));
    for (var name : names) check(name);
    if (request.days() < 1 || request.days() > OwnAuthority.MAX_SERVER_VALIDITY.toDays())
      throw new AdminRefused(
          "A certificate is good for 1 to %d days; some clients take no longer ones."
              .formatted(OwnAuthority.MAX_SERVER_VALIDITY.toDays()));
    var folder = issued.resolve(names.getFirst().replace("*", "wildcard").replace(':', '_'));
    var files =
        new CertificateSource.PemFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    try {
      authority.issue(files, names, Duration.ofDays(request.days()), clock.instant(), random);
      var facts = CertificateFacts.of(files.chain());
      return new Issued(
          List.copyOf(facts.names()),
          facts.notAfter(),
          files.chain().toString(),
          files.key().toString());
    } catch (TlsException e) {
      throw new AdminRefused(Words.sentence(String.valueOf(e.getMessage())));
    }
  }

  private static void check(String name) throws AdminRefused {
    boolean isHost = name.matches("(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?");
    if (!isAddress(name) && (!isHost || name.matches("[0-9.]+")))
      throw new AdminRefused("\"%s\" is neither a host name nor an address.".formatted(name));
  }

  private static boolean isAddress(String name) {
    try {
      return InetAddress.ofLiteral(name).getHostAddress() != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
