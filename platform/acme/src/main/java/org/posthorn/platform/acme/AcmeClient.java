package org.posthorn.platform.acme;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.Authorities;
import org.posthorn.platform.net.KeyFiles;
import org.posthorn.platform.net.TlsException;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.TokenChallenge;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNotSupportedException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/// Speaks with an ACME server (RFC 8555). One thread.
final class AcmeClient {
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);

  /// For one proof, and for the certificate after all of them.
  private static final Duration STEP_LIMIT = Duration.ofMinutes(5);

  private final AcmeConfig config;
  private final KeyPair accountKey;

  AcmeClient(AcmeConfig config, KeyPair accountKey) {
    this.config = config;
    this.accountKey = accountKey;
  }

  /// Orders a certificate.
  ///
  /// @param replaced the certificate that the new one follows (RFC 9773); null for the first
  /// @return the chain, the server's certificate first
  List<X509Certificate> order(
      List<String> names, KeyPair key, @Nullable X509Certificate replaced, Proof proof)
      throws AcmeFailure, InterruptedException {
    try {
      var login = login();
      var order = newOrder(login, names, replaced);
      for (var authorization : order.getAuthorizations()) prove(authorization, proof);
      order.waitUntilReady(STEP_LIMIT);
      order.execute(KeyFiles.request(key, names));
      var status = order.waitForCompletion(STEP_LIMIT);
      if (status != Status.VALID)
        throw Explanation.ofChallenge(
            String.join(", ", names), proof.kind(), order.getError().orElse(null));
      return List.copyOf(order.getCertificate().getCertificateChain());
    } catch (AcmeException e) {
      throw Explanation.of(e, config);
    } catch (AcmeProtocolException | AcmeLazyLoadingException e) {
      throw new AcmeFailure(
          "the ACME server and we do not understand each other: " + e.getMessage(), null, e);
    }
  }

  /// When the server advises to renew (ARI, RFC 9773); null where it does not say.
  @Nullable Instant advisedRenewal(X509Certificate certificate) {
    try {
      var info = login().bindRenewalInfo(certificate);
      info.fetch();
      return info.getSuggestedWindowStart();
    } catch (AcmeException | AcmeProtocolException | AcmeLazyLoadingException | AcmeFailure e) {
      return null;
    }
  }

  private Session session() throws AcmeFailure {
    try {
      var file = config.caFile();
      var authorities = file == null ? List.<X509Certificate>of() : KeyFiles.certificates(file);
      return new Session(config.directory(), new Provider(authorities));
    } catch (TlsException e) {
      throw new AcmeFailure("ca-file in [tls.acme]: " + e.getMessage(), null, e);
    }
  }

  private static String macKey(Path file) throws AcmeFailure {
    try (var lines = Files.newBufferedReader(file)) {
      var line = lines.readLine();
      return line == null ? "" : line.strip();
    } catch (IOException e) {
      throw new AcmeFailure(
          "account-key-file in [tls.acme] cannot be read: " + e.getMessage(), null, e);
    }
  }

  private Login login() throws AcmeException, AcmeFailure {
    var session = session();
    session.networkSettings().setTimeout(REQUEST_LIMIT);
    var metadata = session.getMetadata();
    if (!config.agreesToTerms() && metadata.getTermsOfService().isPresent())
      throw new AcmeFailure(
          "the ACME server has terms of service: read %s, and if you accept them set agreed-terms = true in [tls.acme]"
              .formatted(metadata.getTermsOfService().get()));
    var account = new AccountBuilder().useKeyPair(accountKey);
    for (var contact : config.contacts()) account.addEmail(contact);
    if (config.agreesToTerms()) account.agreeToTermsOfService();
    var binding = config.binding();
    if (binding != null) account.withKeyIdentifier(binding.keyId(), macKey(binding.macKeyFile()));
    else if (metadata.isExternalAccountRequired())
      throw new AcmeFailure(
          "the ACME server wants an account that is bound to one with its owner: set account-id and"
              + " account-key-file in [tls.acme]");
    return account.createLogin(session);
  }

  private static Order newOrder(Login login, List<String> names, @Nullable X509Certificate replaced)
      throws AcmeException {
    if (replaced != null) {
      try {
        return login.newOrder().domains(names).replaces(replaced).create();
      } catch (AcmeException | AcmeNotSupportedException e) {
        // The server does not know the old certificate, or has seen it replaced: that is no reason
        // not to get a new one.
      }
    }
    return login.newOrder().domains(names).create();
  }

  private static void prove(Authorization authorization, Proof proof)
      throws AcmeException, AcmeFailure, InterruptedException {
    if (authorization.getStatus() == Status.VALID) return;
    var name = authorization.getIdentifier().getDomain();
    var found =
        authorization.getChallenges().stream()
            .filter(it -> it.getType().equals(proof.kind().type()))
            .filter(TokenChallenge.class::isInstance)
            .map(TokenChallenge.class::cast)
            .findFirst()
            .orElse(null);
    if (found == null)
      throw new AcmeFailure(
          "the ACME server does not accept %s for %s: set challenge in [tls.acme] to another kind%s"
              .formatted(proof.kind().type(), name, authorization.isWildcard() ? ", dns-01" : ""));
    var challenge = challenge(name, found);
    try {
      proof.show(challenge);
      found.trigger();
      var status = found.waitForCompletion(STEP_LIMIT);
      if (status == Status.VALID) return;
      throw Explanation.ofChallenge(name, proof.kind(), found.getError().orElse(null));
    } catch (IOException e) {
      throw new AcmeFailure(String.valueOf(e.getMessage()), null, e);
    } finally {
      proof.withdraw(challenge);
    }
  }

  private static Proof.Challenge challenge(String name, TokenChallenge found) {
    var authorization = found.getAuthorization();
    return new Proof.Challenge(name, token(authorization), authorization, digest(authorization));
  }

  /// RFC 8555 §8.4.
  private static String digest(String authorization) {
    try {
      var octets = authorization.getBytes(StandardCharsets.US_ASCII);
      var hash = MessageDigest.getInstance("SHA-256").digest(octets);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  /// RFC 8555 §8.1: `keyAuthorization = token || '.' || base64url(Thumbprint(accountKey))`
  private static String token(String authorization) {
    return authorization.substring(0, authorization.indexOf('.'));
  }

  /// Trusts the configured authorities, too.
  private static final class Provider extends GenericAcmeProvider {
    private final List<X509Certificate> authorities;

    Provider(List<X509Certificate> authorities) {
      this.authorities = authorities;
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings settings) {
      try {
        var context = SSLContext.getInstance("TLS");
        var trust = Authorities.ofThisMachineAnd(authorities);
        context.init(null, new TrustManager[] {trust}, null);
        return HttpClient.newBuilder()
            .sslContext(context)
            .connectTimeout(settings.getTimeout())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JDK has no TLS", e);
      }
    }
  }
}
