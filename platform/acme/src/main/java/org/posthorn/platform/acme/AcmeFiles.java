package org.posthorn.platform.acme;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.CertificateFacts;
import org.posthorn.platform.net.CertificateSource;
import org.posthorn.platform.net.KeyFiles;
import org.posthorn.platform.net.TlsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What lies in the folder: the account's key, the certificate and its key, and what was tried.
/// Only its owner may read the keys. Used by whoever holds the renewal's lock.
final class AcmeFiles {
  private static final Logger log = LoggerFactory.getLogger(AcmeFiles.class);
  private static final long MOST_OCTETS = 64 * 1024;

  private final Path folder;

  AcmeFiles(Path folder) {
    this.folder = folder;
  }

  /// Where the certificate is, or will be.
  static CertificateSource.PemFiles certificate(Path folder) {
    return new CertificateSource.PemFiles(
        folder.resolve("acme-cert.pem"), folder.resolve("acme-key.pem"));
  }

  CertificateSource.PemFiles certificate() {
    return certificate(folder);
  }

  /// Null when there is none, or none that can be read.
  @Nullable CertificateFacts facts() {
    if (!Files.exists(certificate().chain())) return null;
    try {
      // A crash between the two files leaves a certificate without its key.
      KeyFiles.read(certificate());
      return CertificateFacts.of(certificate().chain());
    } catch (TlsException e) {
      log.warn("{}; another one is ordered", e.getMessage());
      return null;
    }
  }

  /// The account's key, made at the first need.
  KeyPair accountKey(SecureRandom random) throws AcmeFailure {
    var file = folder.resolve("account-key.pem");
    try {
      if (Files.exists(file)) return KeyFiles.readPair(file);
      var made = KeyFiles.make(random);
      KeyFiles.writePair(file, made);
      return made;
    } catch (IOException e) {
      throw new AcmeFailure(
          "%s cannot be read or written: %s".formatted(file, e.getMessage()), null, e);
    }
  }

  AcmeState state() {
    var file = folder.resolve("state.properties");
    if (!Files.exists(file)) return AcmeState.NEW;
    try {
      var properties = new Properties();
      properties.load(new StringReader(text(file)));
      return new AcmeState(
          Integer.parseInt(properties.getProperty("failures", "0")),
          instant(properties.getProperty("last-try")),
          instant(properties.getProperty("not-before")),
          properties.getProperty("error"));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      log.warn("{} cannot be read, and is begun anew: {}", file, e.toString());
      return AcmeState.NEW;
    }
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > MOST_OCTETS) throw new IOException("it is too large");
    return Files.readString(file);
  }

  void remember(AcmeState state) {
    var properties = new Properties();
    properties.setProperty("failures", String.valueOf(state.failures()));
    if (state.lastTry() != null) properties.setProperty("last-try", state.lastTry().toString());
    if (state.notBefore() != null)
      properties.setProperty("not-before", state.notBefore().toString());
    if (state.error() != null) properties.setProperty("error", state.error());
    try {
      var text = new StringWriter();
      properties.store(text, null);
      KeyFiles.writeSecret(folder.resolve("state.properties"), text.toString());
    } catch (IOException e) {
      log.warn("what was tried cannot be remembered in {}: {}", folder, e.toString());
    }
  }
}
