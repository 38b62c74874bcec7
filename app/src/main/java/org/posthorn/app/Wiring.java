package org.posthorn.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Certificate;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.AdminAnswer.Listening;
import org.posthorn.app.AdminAnswer.Status;
import org.posthorn.app.SiteAnswer.Acme;
import org.posthorn.app.SiteAnswer.TlsStatus;
import org.posthorn.domain.content.ContentChain;
import org.posthorn.domain.delivery.DefragmentationTimer;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.doctor.Site;
import org.posthorn.domain.filters.SiteScripts;
import org.posthorn.domain.guard.Sealing;
import org.posthorn.domain.guard.SenderCheck;
import org.posthorn.domain.guard.Signing;
import org.posthorn.domain.search.IndexKeeper;
import org.posthorn.platform.acme.AcmeFailure;
import org.posthorn.platform.acme.AcmeRenewal;
import org.posthorn.platform.net.CertificateFacts;
import org.posthorn.platform.net.CertificateSource;
import org.posthorn.platform.net.ClientAuthorities;
import org.posthorn.platform.net.ConnectionHandler;
import org.posthorn.platform.net.Expiry;
import org.posthorn.platform.net.ListenerConfig;
import org.posthorn.platform.net.Listeners;
import org.posthorn.platform.net.NetworkLimits;
import org.posthorn.platform.net.TlsContexts;
import org.posthorn.platform.net.TlsException;
import org.posthorn.platform.net.TlsMode;
import org.posthorn.servers.smtp.Flavour;
import org.posthorn.servers.smtp.SmtpServer;
import org.posthorn.servers.smtp.SmtpServices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server, put together: what is built first stands lowest, and it is taken down in reverse.
///
/// ```
/// listeners     smtp, submission, submissions, lmtp, imap, imaps, pop3, pop3s, managesieve
/// admin socket  the administrator's commands
/// TLS           certificates
/// feedback      counts of what was seen, for reports
/// guard         senders, signatures
/// store         delivery, mail, directory, storage, DNS
/// ```
final class Wiring implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Wiring.class);

  private enum State {
    STARTING,
    READY,
    DRAINING
  }

  private final Config config;
  private final Instant since;
  private final String hostname;

  /// Domains in a certificate that we make ourselves: browsers and mail programs choke on very long
  /// ones.
  private static final int MOST_OWN_DOMAINS = 100;

  private final Store store;
  private final SenderCheck senders;
  private final Reporting reporting;
  private final Sending sending;
  private final TraceRetention retention;
  private final DeletedRetention deleted;
  private final DefragmentationTimer parts;
  private final IndexKeeper indexing;
  private final SecureRandom random;
  private final Passphrases passphrases;
  private final TlsContexts tls;
  private final @Nullable ClientAuthorities clients;
  private final CertificateWatch watch;
  private final @Nullable AcmeRenewal acme;
  private final Listeners listeners;
  private final AdminSocket admin;
  private final SmtpServer smtp;
  private final SmtpServer submission;
  private final SmtpServer lmtp;
  private final Reading reading;
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private volatile State state = State.STARTING;

  private Wiring(Config config, InstantSource clock, SecureRandom random, Undo undo)
      throws IOException, CannotStart {
    this.config = config;
    this.random = random;
    since = clock.instant();
    hostname = HostName.of(config.server());
    store = undo.later(Store.open(config, clock, random), Store::close);
    var policy = Servers.senders(config.senderChecks());
    senders =
        undo.later(
            new SenderCheck(store.dns(), policy, hostname, clock, random), SenderCheck::close);
    retention = undo.later(new TraceRetention(store.traces(), clock), TraceRetention::close);
    var kept = config.mailboxes().keepExpunged();
    deleted =
        undo.later(
            new DeletedRetention(store.mail().undelete(), store.storage(), kept, clock),
            DeletedRetention::close);
    parts =
        undo.later(
            new DefragmentationTimer(store.delivery().defragmentation()),
            DefragmentationTimer::close);
    indexing =
        undo.later(
            new IndexKeeper(store.index(), store.storage()::partitions, clock), IndexKeeper::close);
    var signing = new Signing(store.directory().dkimKeys()::active, clock);
    reporting =
        undo.later(new Reporting(config, store, hostname, signing, random), Reporting::close);
    var tried = reporting.observations();
    sending =
        undo.later(new Sending(config, store, hostname, tried::tried, random), Sending::close);
    passphrases = new Passphrases(config.tls(), tlsPort(), Passphrases.Prompt.ofTerminal());
    tls = new TlsContexts(certificates(), passphrases, clock, random);
    clients = clients(config.tls(), clock);
    watch = undo.later(new CertificateWatch(tls, makesOwn(), clock), CertificateWatch::close);
    acme =
        ordersCertificates()
            ? undo.later(
                AcmeSetup.renewal(config, hostname, store, tls::reload, random), AcmeRenewal::close)
            : null;
    listeners = undo.later(new Listeners(limits(config.limits()), clock, random), Listeners::close);
    admin = undo.later(AdminSocket.open(config.server().data(), new Answers()), AdminSocket::close);

    var forSmtp = Servers.smtp(config, hostname);
    var services = forSmtp(store, senders, reporting, signing, random);
    smtp = new SmtpServer(forSmtp, Flavour.SMTP, services);
    submission = new SmtpServer(forSmtp, Flavour.SUBMISSION, services);
    lmtp = new SmtpServer(forSmtp, Flavour.LMTP, services);
    reading = Reading.of(config, hostname, store, random);

    for (var listener : config.listeners())
      listeners.open(toNet(listener), tlsFor(listener.name()), handler(listener.name()));
    sending.start();
    retention.start();
    deleted.start();
    parts.start();
    indexing.start();
    reporting.start();
  }

  private static SmtpServices forSmtp(
      Store store, SenderCheck senders, Reporting reporting, Signing signing, SecureRandom random) {
    return new SmtpServices(
        store.directory(),
        store.delivery(),
        senders,
        reporting.desk(),
        signing,
        new Sealing(store.directory().dkimKeys()::active, store.clock()),
        new ContentChain(store.disclaimers()),
        store.journals(),
        store.ids(),
        store.storage()::spool,
        store.clock(),
        random);
  }

  /// Starts everything, or nothing. It is not called ready before [#ready].
  ///
  /// @throws IOException a port, a certificate or the admin socket cannot be had
  /// @throws CannotStart there is nothing to do
  static Wiring start(Config config, InstantSource clock, SecureRandom random)
      throws IOException, CannotStart {
    if (config.listeners().isEmpty())
      throw new CannotStart(
          "No listener is configured, so nothing would listen. For tables to begin with: posthorn"
              + " config describe");
    var undo = new Undo();
    try {
      return new Wiring(config, clock, random, undo);
    } catch (IOException | CannotStart | RuntimeException e) {
      undo.now(e);
      throw e;
    }
  }

  private ConnectionHandler handler(Service service) {
    return switch (service) {
      case SMTP -> smtp;
      case SUBMISSION, SUBMISSIONS -> submission;
      case LMTP -> lmtp;
      case IMAP, IMAPS -> reading.imap();
      case POP3, POP3S -> reading.pop3();
      case MANAGESIEVE -> reading.manageSieve();
      case XMPP, XMPPS, XMPP_S2S, HTTP, HTTPS ->
          throw new IllegalStateException("the configuration lets no " + service + " through");
    };
  }

  private static @Nullable ClientAuthorities clients(Config.Tls config, InstantSource clock)
      throws TlsException {
    return config.clientCa() == null
        ? null
        : new ClientAuthorities(config.clientCa(), config.clientCrl(), clock);
  }

  /// Other mail servers are not asked who they are.
  private TlsContexts tlsFor(Service service) {
    var authorities = clients;
    return authorities == null || service == Service.SMTP || service == Service.LMTP
        ? tls
        : tls.asking(authorities);
  }

  private static ListenerConfig toNet(Config.Listener listener) {
    return new ListenerConfig(
        listener.name().word(),
        listener.addresses(),
        listener.port(),
        listener.tlsMode(),
        listener.proxies(),
        listener.maxConnections());
  }

  private static NetworkLimits limits(Config.Limits limits) {
    return new NetworkLimits(
        limits.connections(),
        limits.connectionsPerAddress(),
        limits.unlimitedNetworks(),
        limits.handshakeTimeout(),
        limits.writeTimeout());
  }

  /// What the configuration names, or one that we make ourselves.
  private List<CertificateSource> certificates() {
    var sources = new ArrayList<CertificateSource>();
    for (var file : config.tls().certificates())
      sources.add(new CertificateSource.PemFiles(file.chain(), file.key()));
    if (!sources.isEmpty() && !ordersCertificates()) return sources;
    var folder = config.server().data().resolve("tls");
    var own = new CertificateSource.SelfSigned(folder, ownNames());
    if (!ordersCertificates()) return List.of(own);
    var ordered = AcmeRenewal.certificate(AcmeSetup.folder(config));
    sources.add(new CertificateSource.OrSelfSigned(ordered, own));
    return sources;
  }

  private boolean ordersCertificates() {
    return config.tls().acme().directory() != null;
  }

  private boolean makesOwn() {
    return config.tls().certificates().isEmpty() && !ordersCertificates();
  }

  /// What clients may call this server until somebody buys or orders a certificate: its host name,
  /// the domain that it is in, the domains that it hosts, and this machine to itself.
  private List<String> ownNames() {
    var names = new LinkedHashSet<String>();
    names.add(hostname);
    var domain = hostname.substring(hostname.indexOf('.') + 1);
    if (domain.contains(".")) names.add(domain);
    store.directory().domains().list().stream()
        .limit(MOST_OWN_DOMAINS)
        .forEach(hosted -> names.add(hosted.name().ascii()));
    names.addAll(List.of("localhost", "127.0.0.1", "::1"));
    return List.copyOf(names);
  }

  /// What the key program is told; 0 where no listener uses TLS.
  private int tlsPort() {
    return config.listeners().stream()
        .filter(listener -> listener.tlsMode() != TlsMode.NONE)
        .mapToInt(Config.Listener::port)
        .findFirst()
        .orElse(0);
  }

  /// What had to be done before anybody may rely on the server is done.
  void ready() {
    state = State.READY;
    passphrases.started();
    watch.start();
    if (acme != null) acme.start();
    log.info("ready as {}, data in {}", hostname, config.server().data());
  }

  Store store() {
    return store;
  }

  /// The first address of the first listener for this.
  InetSocketAddress address(Service service) {
    for (var listener : listeners.all())
      if (listener.name().equals(service.word())) return listener.addresses().getFirst();
    throw new IllegalStateException("nobody listens for " + service.word());
  }

  private Certificate certificate(CertificateFacts one) {
    var now = store.clock().instant();
    boolean isNearEnd = Expiry.reached(one, now) != null;
    return new Certificate(
        one.names(),
        one.issuer(),
        one.notAfter(),
        one.file().toString(),
        Expiry.daysLeft(one, now),
        isNearEnd ? CertificateWatch.text(one, now) : null);
  }

  private Site site() {
    return SiteFacts.of(config, hostname, tls.certificates(), listeners.all());
  }

  Status status() {
    var open =
        listeners.all().stream()
            .flatMap(listener ->
                listener.addresses().stream()
                    .map(end ->
                        new Listening(
                            listener.name(),
                            end.getAddress().getHostAddress(),
                            end.getPort(),
                            ConfigValues.word(listener.config().tls()))))
            .toList();
    var certificates = tls.certificates().stream().map(this::certificate).toList();
    return new Status(
        ConfigValues.word(state),
        open,
        Version.TEXT,
        ProcessHandle.current().pid(),
        since,
        hostname,
        config.server().data().toString(),
        listeners.counts().open(),
        certificates);
  }

  /// Has [#awaitStop] return; the one who waits there closes.
  void stop() {
    state = State.DRAINING;
    stopAsked.countDown();
  }

  void awaitStop() throws InterruptedException {
    stopAsked.await();
  }

  /// Lets the sessions finish what they do, then takes everything down.
  @Override
  public void close() {
    state = State.DRAINING;
    log.info("stopping");
    var drained = listeners.close(config.server().drain());
    log.info("{} connections ended, {} were cut", drained.finished(), drained.cut());
    admin.close();
    if (acme != null) acme.close();
    watch.close();
    sending.close();
    reporting.close();
    indexing.close();
    parts.close();
    deleted.close();
    retention.close();
    senders.close();
    store.close();
  }

  /// What the admin socket asks.
  private final class Answers implements Administration {
    private final StoreAdministration ofStore =
        new StoreAdministration(store, new Actor("console"));
    private final SiteAdministration site =
        new SiteAdministration(store, Wiring.this::site, random);
    private final QueueRequests queue =
        new QueueRequests(
            sending.administration(),
            new WaitingParts(store.delivery().defragmentation(), store.clock()),
            store.routes(),
            store.clock());

    @Override
    public <R extends AdminAnswer> R ask(AdminRequest<R> request, Progress progress)
        throws AdminRefused {
      return switch (request) {
        case AdminRequest.OfSite<R> about -> site.answer(about);
        case AdminRequest.OfStore<R> about -> ofStore.answer(about, progress);
        case AdminRequest.OfServer<R> about -> request.answer().cast(ofServer(about));
      };
    }

    private AdminAnswer ofServer(AdminRequest.OfServer<?> request) throws AdminRefused {
      return switch (request) {
        case AdminRequest.ShowStatus _ -> status();
        case AdminRequest.StopServer _ -> {
          log.info("asked to stop");
          stop();
          yield new Done("stopping");
        }
        case AdminRequest.ReloadCertificates _ -> reload();
        case AdminRequest.ShowTls _ -> tlsStatus();
        case AdminRequest.RenewCertificate r -> renew(r.newKey());
        case AdminRequest.ListQueue r -> queue.list(r);
        case AdminRequest.CountQueue r -> queue.count(r);
        case AdminRequest.ChangeQueue r -> queue.change(r);
        case AdminRequest.SendFeedback r -> reporting.requests().send(r);
      };
    }

    private TlsStatus tlsStatus() {
      var certificates = tls.certificates().stream().map(Wiring.this::certificate).toList();
      if (acme == null) return new TlsStatus(certificates, null);
      var status = acme.status();
      var section = config.tls().acme();
      return new TlsStatus(
          certificates,
          new Acme(
              String.valueOf(section.directory()),
              ConfigValues.word(section.challenge()),
              status.names(),
              status.due(),
              status.state().lastTry(),
              status.state().failures(),
              status.state().error()));
    }

    private Done renew(boolean newKey) throws AdminRefused {
      if (acme == null)
        throw new AdminRefused(
            "Certificates are not ordered by ACME here. To do that, set directory in [tls.acme].");
      try {
        acme.renewNow(newKey);
        return new Done("a new certificate is in use");
      } catch (AcmeFailure e) {
        throw new AdminRefused("No certificate was ordered: %s.".formatted(e.getMessage()));
      }
    }

    private Done reload() throws AdminRefused {
      try {
        tls.reload();
        if (clients != null) clients.reload();
        store.filters().read(config.filters().sources());
        return new Done("certificates and filter scripts read again");
      } catch (IOException | SiteScripts.FaultyScriptException e) {
        throw new AdminRefused(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void close() {}
  }
}
