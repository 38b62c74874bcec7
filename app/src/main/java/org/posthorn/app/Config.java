package org.posthorn.app;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.guard.Reaction;
import org.posthorn.domain.guard.SenderPolicy;
import org.posthorn.platform.dns.ResolverConfig;
import org.posthorn.platform.net.Cidr;
import org.posthorn.platform.net.TlsMode;
import org.posthorn.wire.dns.DnsName;

/// What must be known before the database opens. Everything else is in the database.
///
/// Read once from a TOML file by [ConfigReader]; the keys are the components' names with hyphens.
/// Relative paths are meant from the file's folder.
record Config(
    @Doc("Who this server is, and where it keeps everything.") Server server,
    @Doc("Where domains, accounts and mail are stored.") Storage storage,
    @Doc(
            value =
                """
                What to listen on; nothing else is open. One table per listener. Names: smtp (mail from \
                other servers), submission and submissions (mail from users), lmtp (mail from another \
                mail server of yours; no login, so keep it local), imap and imaps (reading mail), pop3 and \
                pop3s (fetching mail), managesieve (people's filter scripts).\
                """,
            or = "[]",
            example =
                """
                [[listeners]]
                name = "smtp"
                port = 25

                [[listeners]]
                name = "submission"
                port = 587

                [[listeners]]
                name = "submissions"
                port = 465

                [[listeners]]
                name = "imap"
                port = 143

                [[listeners]]
                name = "imaps"
                port = 993

                [[listeners]]
                name = "managesieve"
                port = 4190
                """)
        List<Listener> listeners,
    @Doc(
            "Certificates. Without any, the server makes its own, which clients must be told to"
                + " trust.")
        Tls tls,
    @Doc(
            """
            Access tokens of an authorization server, as passwords for programs that know OAuth. What             is not set here is not offered.\
            """)
        TokensSection tokens,
    @Doc("How much is allowed at a time. A limit that is hit answers in the protocol's own words.")
        Limits limits,
    @Doc("Mail coming in: SMTP, submission and LMTP.") Smtp smtp,
    @Doc("Who is asked for names and addresses of others.") Dns dns,
    @Doc(
            """
            What is looked at when strangers bring mail by SMTP, and what each result does: "accept", \
            "mark" (a field X-Posthorn-Sender-Check in the header says why), "junk" (delivered into \
            the mailbox for junk), "later" (refused for now) or "refuse". Mail of users who have \
            logged in, and mail by LMTP, is not checked.\
            """)
        SenderChecks senderChecks,
    @Doc("Mail for other servers.") OutboundConfig outbound,
    @Doc(
            """
            Daily reports: what other domains are told about mail in their name and about TLS with \
            their servers, and what they tell us.\
            """)
        FeedbackConfig feedback,
    @Doc(
            """
            What senders are told about mail that has not arrived, is late, or has arrived where they \
            asked to be told.\
            """)
        ReportsConfig reports,
    @Doc("Filter scripts in Sieve that run for everybody.") FiltersConfig filters,
    @Doc("What becomes of mail in mailboxes.") MailboxesConfig mailboxes,
    @Doc("Mail being read.") Imap imap,
    @Doc("Mail being fetched by POP3.") Pop3Section pop3,
    @Doc("The full-text index, which makes searches in mail fast.") SearchConfig search,
    @Doc("What the server tells about its work, on standard error.") Logging logging) {

  Config {
    listeners = List.copyOf(listeners);
  }

  /// The same with another data folder.
  Config withData(Path data) {
    return new Config(
        new Server(server.hostname, data, server.drain),
        storage,
        listeners,
        tls,
        tokens,
        limits,
        smtp,
        dns,
        senderChecks,
        outbound,
        feedback,
        reports,
        filters,
        mailboxes,
        imap,
        pop3,
        search,
        logging);
  }

  record Server(
      @Doc(
              value =
                  """
                  The server's own name in the DNS: in greetings, Received headers and its own \
                  certificate. Without it: the machine's name.\
                  """,
              example = "\"mail.example.org\"")
          @Nullable String hostname,
      @Doc(
              value =
                  """
                  The data folder, on a local disk. Everything is in it but what PostgreSQL holds. The \
                  option --data overrides it.\
                  """,
              or = "\"posthorn-data\"")
          Path data,
      @Doc(
              value = "How long sessions may take to finish what they do when the server stops.",
              or = "\"10s\"")
          Duration drain) {
    Server {
      if (hostname != null && !hostname.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?"))
        throw new IllegalArgumentException("hostname: not a host name: " + hostname);
    }
  }

  /// Which database.
  enum Engine {
    SQLITE,
    POSTGRESQL
  }

  record Storage(
      @Doc(
              value =
                  """
                  "sqlite": files in the data folder, nothing to set up. "postgresql": a database of \
                  version 15 or newer that exists already.\
                  """,
              or = "\"sqlite\"")
          Engine engine,
      @Doc(
              value =
                  """
                  PostgreSQL servers, host or host:port, in the order to try; the one that accepts \
                  writes is taken.\
                  """,
              or = "[\"localhost\"]")
          List<String> hosts,
      @Doc(value = "The PostgreSQL database.", or = "\"posthorn\"") String database,
      @Doc(value = "The PostgreSQL user.", or = "\"posthorn\"") String user,
      @Doc(
              value =
                  """
                  A file with the PostgreSQL password in its first line; read again at each new \
                  connection. Without it none is sent.\
                  """,
              example = "\"/etc/posthorn/postgresql.password\"")
          @Nullable Path passwordFile) {
    Storage {
      hosts = List.copyOf(hosts);
      if (engine == Engine.POSTGRESQL && hosts.isEmpty())
        throw new IllegalArgumentException("hosts: at least one is needed for PostgreSQL");
    }
  }

  record Listener(
      @Doc(value = "What it speaks.", required = true) Service name,
      @Doc(
              value =
                  """
                  IPv4 and IPv6 addresses of this machine. "::" is every address, of both kinds; on a \
                  machine without IPv6 write "0.0.0.0".\
                  """,
              or = "[\"::\"]")
          List<InetAddress> addresses,
      @Doc(value = "The port; 0 picks a free one.", required = true) int port,
      @Doc(
              value =
                  """
                  "starttls", "implicit" (TLS from the first byte) or "none". Without it: implicit for \
                  submissions, imaps and pop3s, none for lmtp, starttls for the others.\
                  """,
              example = "\"starttls\"")
          @Nullable TlsMode tls,
      @Doc(
              value =
                  """
                  Load balancers, as addresses or networks, that announce the client by the PROXY \
                  protocol. They must; from anybody else it is not understood.\
                  """,
              or = "[]",
              example = "[\"10.0.0.0/8\"]")
          List<Cidr> proxies,
      @Doc(value = "Most connections at a time on this listener.", or = "20_000")
          int maxConnections) {
    Listener {
      addresses = List.copyOf(addresses);
      proxies = List.copyOf(proxies);
      if (!name.served())
        throw new IllegalArgumentException(
            "name: this version does not serve " + name.word() + " yet; remove this listener");
      if (addresses.isEmpty())
        throw new IllegalArgumentException("addresses: at least one is needed");
      if (port < 0 || port > 65_535)
        throw new IllegalArgumentException("port: not between 0 and 65535: " + port);
      atLeast(1, maxConnections, "max-connections");
    }

    TlsMode tlsMode() {
      return tls == null ? name.usualTls() : tls;
    }
  }

  record Tls(
      @Doc(
              value =
                  """
                  A program that knows the passphrases of encrypted keys without a passphrase-file. It is \
                  called with "host:port" (a name of the certificate, the first TLS listener's port) and \
                  the key's algorithm (RSA, EC, EdDSA), and prints the passphrase in one line. Without \
                  it, whoever starts the server at a terminal is asked.\
                  """,
              example = "\"/etc/posthorn/passphrase\"")
          @Nullable Path keyProgram,
      @Doc(value = "How long that program may take.", or = "\"30s\"") Duration keyProgramTimeout,
      @Doc(
              value =
                  """
                  PEM file with authorities that vouch for people: who shows a certificate of theirs with                   the account's mail address (subjectAltName) may log in by it (EXTERNAL). Clients are                   asked for one wherever one can log in, and need none.\
                  """,
              example = "\"/etc/posthorn/people-ca.pem\"")
          @Nullable Path clientCa,
      @Doc(
              value =
                  """
                  File with the revocation lists of these authorities, PEM or DER. With it nobody gets in                   by a certificate that no current list covers. After each change: posthorn reload.\
                  """,
              example = "\"/etc/posthorn/people-crl.pem\"")
          @Nullable Path clientCrl,
      @Doc(
              value =
                  """
                  One table per certificate; the first is for clients that ask for no name or one that \
                  none of them has.\
                  """,
              or = "[]",
              example =
                  """
                  #[[tls.certificates]]
                  #chain = "/etc/letsencrypt/live/mail.example.org/fullchain.pem"
                  #key = "/etc/letsencrypt/live/mail.example.org/privkey.pem"
                  """)
          List<Certificate> certificates,
      @Doc("Certificates that the server orders by itself.") AcmeSection acme) {
    Tls {
      if (clientCrl != null && clientCa == null)
        throw new IllegalArgumentException("client-crl: needs client-ca");
      certificates = List.copyOf(certificates);
      positive(keyProgramTimeout, "key-program-timeout");
    }
  }

  record Certificate(
      @Doc(
              value = "PEM file: the server's certificate, then those between it and the root.",
              required = true)
          Path chain,
      @Doc(value = "PEM file: its private key. May be the same file.", required = true) Path key,
      @Doc(
              value =
                  "A file with the key's passphrase in its first line, if the key is encrypted.",
              example = "\"/etc/posthorn/key.passphrase\"")
          @Nullable Path passphraseFile) {}

  record Limits(
      @Doc(value = "Most connections at a time, all listeners together.", or = "50_000")
          int connections,
      @Doc(value = "Most of them from one IPv4 address or one IPv6 /64 network.", or = "500")
          int connectionsPerAddress,
      @Doc(
              value = "Networks without that limit per address: webmail, monitoring.",
              or = "[\"127.0.0.0/8\", \"::1\"]")
          List<Cidr> unlimitedNetworks,
      @Doc(value = "Longest TLS handshake.", or = "\"30s\"") Duration handshakeTimeout,
      @Doc(value = "How long a client may take to accept a piece of output.", or = "\"2m\"")
          Duration writeTimeout,
      @Doc(value = "The largest message, headers and attachments together.", or = "\"50 MiB\"")
          ByteSize messageSize,
      @Doc(value = "Most recipients of one message.", or = "1_000") int recipients) {
    Limits {
      unlimitedNetworks = List.copyOf(unlimitedNetworks);
      atLeast(1, connections, "connections");
      atLeast(1, connectionsPerAddress, "connections-per-address");
      positive(handshakeTimeout, "handshake-timeout");
      positive(writeTimeout, "write-timeout");
      if (messageSize.bytes() < 64 << 10 || messageSize.bytes() > Integer.MAX_VALUE)
        throw new IllegalArgumentException("message-size: must be from 64 KiB to below 2 GiB");
      // RFC 5321 §4.5.3.1.8
      if (recipients < 100)
        throw new IllegalArgumentException("recipients: at least 100 are needed (RFC 5321)");
    }
  }

  record Smtp(
      @Doc(
              value =
                  "What follows the host's name in the greeting. The name itself is always there.",
              or = "\"Posthorn\"")
          String banner,
      @Doc(value = "Most messages of one connection.", or = "10_000") int messages,
      @Doc(value = "Commands that may be refused for good before a connection ends.", or = "50")
          int badCommands,
      @Doc(value = "Failed logins before a connection ends.", or = "5") int failedLogins,
      @Doc(
              value = "Servers that a message may have passed before it is taken to go in circles.",
              or = "100")
          int receivedFields,
      @Doc(value = "The largest header of a message.", or = "\"1 MiB\"") ByteSize headerSize,
      @Doc(value = "The longest line of a message.", or = "\"1 MiB\"") ByteSize lineLength,
      @Doc(
              value = "How long to wait for a command, or for the next piece of a message.",
              or = "\"5m\"")
          Duration commandTimeout,
      @Doc(value = "How long one message may take to come in.", or = "\"1h\"")
          Duration messageTimeout,
      @Doc(
              value =
                  """
                  Networks and addresses whose mail the listeners of name smtp send on to everybody, \
                  without a login and under any sender: printers, monitors, programs of your own. Not \
                  for what strangers come through, such as a proxy or a server that hands in mail \
                  from elsewhere: it would make this one an open relay. At most a /8, or a /20 of IPv6.\
                  """,
              or = "[]",
              example = "[\"192.0.2.0/28\"]")
          List<Cidr> relayNetworks,
      @Doc(
              value =
                  """
                  Join the parts of a message that a program has split (message/partial). They wait for \
                  each other at most half as long as outbound.delay-notice says, then each goes on as \
                  it is.\
                  """,
              or = "true")
          boolean joinParts) {

    /// Whole parts of the Internet are nobody's own network; these are what the largest have.
    private static final int WIDEST_IPV4 = 8;

    private static final int WIDEST_IPV6 = 20;

    Smtp {
      relayNetworks = List.copyOf(relayNetworks);
      for (var network : relayNetworks) {
        int widest = network.network() instanceof Inet4Address ? WIDEST_IPV4 : WIDEST_IPV6;
        if (network.prefix() < widest)
          throw new IllegalArgumentException(
              "relay-networks: %s would make this an open relay; at most a /%d"
                  .formatted(network, widest));
      }
      if (!banner.matches("[\\x20-\\x7e]{0,200}"))
        throw new IllegalArgumentException("banner: only printable ASCII, at most 200 characters");
      atLeast(1, messages, "messages");
      atLeast(1, badCommands, "bad-commands");
      atLeast(1, failedLogins, "failed-logins");
      // RFC 5321 §6.3
      atLeast(100, receivedFields, "received-fields");
      atLeast(1_000, headerSize, "header-size");
      atLeast(1_000, lineLength, "line-length");
      positive(commandTimeout, "command-timeout");
      positive(messageTimeout, "message-timeout");
    }
  }

  record Dns(
      @Doc(
              value =
                  """
                  Name servers that resolve for us, as "192.0.2.53" or "192.0.2.53:5353". Without any: \
                  those of /etc/resolv.conf.\
                  """,
              or = "[]")
          List<InetSocketAddress> servers) {
    Dns {
      servers = List.copyOf(servers);
      if (servers.size() > ResolverConfig.MAX_SERVERS)
        throw new IllegalArgumentException(
            "servers: at most " + ResolverConfig.MAX_SERVERS + " are asked");
    }
  }

  record SenderChecks(
      @Doc(value = "Look for the client's name, and whether it leads back.", or = "true")
          boolean iprev,
      @Doc(value = "Ask the sender's domain which hosts may send for it.", or = "true") boolean spf,
      @Doc(value = "Check signatures.", or = "true") boolean dkim,
      @Doc(value = "Check what those say who have sent the message on.", or = "true") boolean arc,
      @Doc(value = "Ask the author's domain what it wants; needs spf and dkim.", or = "true")
          boolean dmarc,
      @Doc(value = "The client has no name that leads back to its address.", or = "\"mark\"")
          Reaction noName,
      @Doc(
              value =
                  """
                  SPF fails, and the author's domain neither vouches by a signature nor asks for \
                  something itself. Mail that is forwarded fails SPF, so do not refuse.\
                  """,
              or = "\"mark\"")
          Reaction spfFail,
      @Doc(value = "The same, where the domain is not sure of its record.", or = "\"accept\"")
          Reaction spfSoftfail,
      @Doc(
              value = "There are signatures and none is good. Lists and forwarders break them.",
              or = "\"accept\"")
          Reaction dkimFail,
      @Doc(value = "DMARC fails and the author's domain asks to refuse.", or = "\"refuse\"")
          Reaction dmarcReject,
      @Doc(value = "DMARC fails and the author's domain asks for suspicion.", or = "\"junk\"")
          Reaction dmarcQuarantine,
      @Doc(value = "There is no From field, more than one, or none with a domain.", or = "\"junk\"")
          Reaction noAuthor,
      @Doc(
              value =
                  """
                  DNS fails, so that nobody knows whether the author's domain vouches. "later" has the \
                  sender come back.\
                  """,
              or = "\"accept\"")
          Reaction dnsFailed,
      @Doc(
              value =
                  """
                  Clients that are not checked: this machine and the networks that the Internet does \
                  not reach. Take out what strangers come through, such as a proxy that hides their \
                  addresses.\
                  """,
              or =
                  "[\"127.0.0.0/8\", \"::1\", \"10.0.0.0/8\", \"172.16.0.0/12\","
                      + " \"192.168.0.0/16\", \"169.254.0.0/16\", \"fc00::/7\", \"fe80::/10\"]")
          List<Cidr> trustedNetworks,
      @Doc(
              value =
                  """
                  Domains that are believed when they seal (ARC) that the author's domain vouched for \
                  a message before they changed it: mailing lists, and hosts that forward to you.\
                  """,
              or = "[]")
          List<DnsName> trustedSealers,
      @Doc(
              value =
                  """
                  Domains that pass on the mail of others, such as a host that forwards your old \
                  address; known by SPF, a signature or the client's name. Nothing is held against \
                  mail that comes from them.\
                  """,
              or = "[]")
          List<DnsName> trustedForwarders,
      @Doc(value = "The same by address.", or = "[]") List<Cidr> forwarderNetworks,
      @Doc(value = "How long all questions about one message may take.", or = "\"20s\"")
          Duration timeLimit) {
    SenderChecks {
      trustedNetworks = List.copyOf(trustedNetworks);
      trustedSealers = List.copyOf(trustedSealers);
      trustedForwarders = List.copyOf(trustedForwarders);
      forwarderNetworks = List.copyOf(forwarderNetworks);
      if (dmarc && !(spf && dkim))
        throw new IllegalArgumentException("dmarc: needs spf and dkim; turn it off, too");
      positive(timeLimit, "time-limit");
      if (timeLimit.compareTo(SenderPolicy.MAX_TIME_LIMIT) > 0)
        throw new IllegalArgumentException("time-limit: five minutes at most, a client waits");
    }
  }

  record Imap(
      @Doc(value = "How long a connection may take to log in.", or = "\"2m\"")
          Duration loginTimeout,
      @Doc(value = "How long somebody who has logged in may be silent.", or = "\"30m\"")
          Duration idleTimeout,
      @Doc(
              value =
                  """
                  How often to tell a client that waits for news that the server is still there, so \
                  that routers do not forget the connection.\
                  """,
              or = "\"2m\"")
          Duration keepAlive,
      @Doc(value = "Commands in a row that may be nonsense before a connection ends.", or = "10")
          int badCommands,
      @Doc(value = "Most connections of one account.", or = "50") int connectionsPerAccount) {
    Imap {
      positive(loginTimeout, "login-timeout");
      // RFC 9051 §5.4
      if (idleTimeout.compareTo(Duration.ofMinutes(30)) < 0)
        throw new IllegalArgumentException(
            "idle-timeout: at least 30 minutes are needed (RFC 9051)");
      positive(keepAlive, "keep-alive");
      atLeast(1, badCommands, "bad-commands");
      atLeast(1, connectionsPerAccount, "connections-per-account");
    }
  }

  private static void atLeast(int least, int value, String key) {
    if (value < least)
      throw new IllegalArgumentException(key + ": at least " + least + " is needed");
  }

  private static void atLeast(int least, ByteSize value, String key) {
    if (value.bytes() < least || value.bytes() > Integer.MAX_VALUE)
      throw new IllegalArgumentException(key + ": must be from 1000 octets to below 2 GiB");
  }

  private static void positive(Duration value, String key) {
    if (!value.isPositive())
      throw new IllegalArgumentException(key + ": must be longer than nothing");
  }

  /// How much to tell.
  enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /// How lines look.
  enum Format {
    AUTO,
    TEXT,
    JSON
  }

  record Logging(
      @Doc(
              value =
                  """
                  "error" (our bugs), "warn" (also what the operator should look at), "info" (also a \
                  line per connection, delivery and login), "debug" (also each refusal), "trace" (also \
                  the dialogues, without passwords).\
                  """,
              or = "\"info\"")
          Level level,
      @Doc(
              value =
                  "\"text\", \"json\" (an object per line), or \"auto\": text on a terminal only.",
              or = "\"auto\"")
          Format format) {}
}
