package org.posthorn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.ParameterizedType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.domain.guard.Reaction;
import org.posthorn.domain.guard.SenderPolicy;
import org.posthorn.domain.relay.RouterConfig.Families;
import org.posthorn.domain.relay.TlsDemand;
import org.posthorn.platform.acme.Proof;
import org.posthorn.platform.net.Cidr;
import org.posthorn.platform.net.TlsMode;
import org.posthorn.servers.pop3.Pop3Config;
import org.posthorn.wire.dns.DnsName;

class ConfigTest {
  private static final Path FILE = Path.of("/etc/posthorn.toml");

  static final AcmeSection NO_ACME =
      new AcmeSection(
          null,
          false,
          List.of(),
          List.of(),
          Proof.Kind.HTTP_01,
          InetAddress.ofLiteral("::"),
          80,
          443,
          null,
          Duration.ofSeconds(30),
          null,
          null,
          null);

  private static final TokensSection NO_TOKENS =
      new TokensSection(
          null, null, null, "username", null, null, null, null, Duration.ofSeconds(10), 100, null);

  private static Config parse(String text) throws ConfigException {
    return ConfigReader.parse(text, FILE);
  }

  private static OutboundConfig outboundDefaults() {
    return new OutboundConfig(
        TlsDemand.PUBLISHED,
        Families.IPV4_FIRST,
        null,
        null,
        200,
        Duration.ofDays(5),
        Duration.ofHours(4),
        List.of(),
        List.of());
  }

  private static final List<Cidr> LOOPBACK = List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1"));

  @Test
  void every_default_is_what_it_was() throws ConfigException {
    assertThat(parse(""))
        .isEqualTo(
            new Config(
                new Config.Server(null, Path.of("/etc/posthorn-data"), Duration.ofSeconds(10)),
                new Config.Storage(
                    Config.Engine.SQLITE, List.of("localhost"), "posthorn", "posthorn", null),
                List.of(),
                new Config.Tls(null, Duration.ofSeconds(30), null, null, List.of(), NO_ACME),
                NO_TOKENS,
                limits(),
                new Config.Smtp(
                    "Posthorn",
                    10_000,
                    50,
                    5,
                    100,
                    new ByteSize(1 << 20),
                    new ByteSize(1 << 20),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    List.of(),
                    true),
                new Config.Dns(List.of()),
                new Config.SenderChecks(
                    true,
                    true,
                    true,
                    true,
                    true,
                    Reaction.MARK,
                    Reaction.MARK,
                    Reaction.ACCEPT,
                    Reaction.ACCEPT,
                    Reaction.REFUSE,
                    Reaction.JUNK,
                    Reaction.JUNK,
                    Reaction.ACCEPT,
                    SenderPolicy.PRIVATE_NETWORKS,
                    List.of(),
                    List.of(),
                    List.of(),
                    Duration.ofSeconds(20)),
                outboundDefaults(),
                new FeedbackConfig(true, true, null, null, null, List.of(), List.of(), List.of()),
                new ReportsConfig(List.of(ReportsConfig.Language.ENGLISH), List.of()),
                new FiltersConfig(List.of(), List.of(), null),
                new MailboxesConfig(Duration.ofDays(14)),
                imap(),
                pop3(),
                new SearchConfig(new ByteSize(4L << 30), true),
                new Config.Logging(Config.Level.INFO, Config.Format.AUTO)));
  }

  private static Config.Limits limits() {
    return new Config.Limits(
        50_000,
        500,
        LOOPBACK,
        Duration.ofSeconds(30),
        Duration.ofMinutes(2),
        new ByteSize(50 << 20),
        1_000);
  }

  private static Config.Imap imap() {
    return new Config.Imap(
        Duration.ofMinutes(2), Duration.ofMinutes(30), Duration.ofMinutes(2), 10, 50);
  }

  private static Pop3Section pop3() {
    return new Pop3Section(
        Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofSeconds(30), 10, true);
  }

  @Test
  void deleted_messages_may_be_kept_for_no_time_and_not_for_ever() throws ConfigException {
    assertThat(parse("mailboxes.keep-expunged = '0s'").mailboxes().keepExpunged())
        .isEqualTo(Duration.ZERO);
    assertThatThrownBy(() -> parse("mailboxes.keep-expunged = '3651d'"))
        .hasMessageContaining("at most 3650 days");
  }

  @Test
  void pop3_is_by_default_as_the_server_has_it() throws ConfigException {
    assertThat(Servers.pop3(parse(""), "mail.example.org"))
        .isEqualTo(Pop3Config.of("mail.example.org"));
    var changed = parse("[pop3]\nmark-seen = false\ntakeover-after = '5m'");
    assertThat(Servers.pop3(changed, "a.example").markSeen()).isFalse();
    assertThat(Servers.pop3(changed, "a.example").takeoverAfter()).isEqualTo(Duration.ofMinutes(5));
    assertThatThrownBy(() -> parse("[pop3]\nidle-timeout = '9m'"))
        .hasMessageContaining("at least 10 minutes");
  }

  @Test
  void checks_are_by_default_what_the_guard_has_for_them() throws ConfigException {
    assertThat(Servers.senders(parse("").senderChecks())).isEqualTo(SenderPolicy.DEFAULTS);
    var changed =
        parse(
            """
            [sender-checks]
            dmarc = false
            spf = false
            spf-fail = "later"
            trusted-sealers = ["Lists.Example.ORG", "bücher.example"]
            """);
    var policy = Servers.senders(changed.senderChecks());
    assertThat(policy.checks())
        .containsOnly(SenderPolicy.Check.IPREV, SenderPolicy.Check.DKIM, SenderPolicy.Check.ARC);
    assertThat(policy.reactions().spfFail()).isEqualTo(Reaction.LATER);
    assertThat(policy.sealers())
        .containsOnly(new DnsName("lists.example.org"), new DnsName("xn--bcher-kva.example"));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.53, 192.0.2.53, 53",
    "192.0.2.53:5353, 192.0.2.53, 5353",
    "2001:db8::53, 2001:db8::53, 53",
    "[2001:db8::53]:5353, 2001:db8::53, 5353"
  })
  void a_name_server_may_have_a_port(String text, String address, int port) throws ConfigException {
    assertThat(parse("dns.servers = ['%s']".formatted(text)).dns().servers())
        .containsExactly(new InetSocketAddress(InetAddress.ofLiteral(address), port));
  }

  @Test
  void every_default_of_a_listener_is_what_it_was() throws ConfigException {
    var config = parse("[[listeners]]\nname = 'imaps'\nport = 993");
    assertThat(config.listeners())
        .containsExactly(
            new Config.Listener(
                Service.IMAPS, List.of(InetAddress.ofLiteral("::")), 993, null, List.of(), 20_000));
    assertThat(config.listeners().getFirst().tlsMode()).isEqualTo(TlsMode.IMPLICIT);
  }

  @Test
  void the_description_is_a_file_with_the_defaults_and_the_standard_listeners()
      throws ConfigException {
    var described = parse(ConfigDescription.text());
    var bare = parse("");
    assertThat(described.listeners())
        .extracting(listener -> listener.name().word() + " " + listener.port())
        .containsExactly(
            "smtp 25",
            "submission 587",
            "submissions 465",
            "imap 143",
            "imaps 993",
            "managesieve 4190");
    assertThat(described.listeners())
        .allSatisfy(
            listener -> assertThat(listener.port()).isEqualTo(listener.name().standardPort()));
    assertThat(
            new Config(
                described.server(),
                described.storage(),
                List.of(),
                described.tls(),
                described.tokens(),
                described.limits(),
                described.smtp(),
                described.dns(),
                described.senderChecks(),
                described.outbound(),
                described.feedback(),
                described.reports(),
                described.filters(),
                described.mailboxes(),
                described.imap(),
                described.pop3(),
                described.search(),
                described.logging()))
        .isEqualTo(bare);
  }

  @Test
  void the_description_with_its_comment_signs_removed_is_a_file_too() throws ConfigException {
    var all = ConfigDescription.text().replaceAll("(?m)^#([a-z\\[])", "$1");
    var config = parse(all);
    assertThat(config.server().hostname()).isEqualTo("mail.example.org");
    assertThat(config.tls().certificates()).hasSize(1);
  }

  @Test
  void every_key_is_described() {
    assertDescribed(Config.class, ConfigDescription.text());
  }

  private static void assertDescribed(Class<?> type, String text) {
    for (var component : type.getRecordComponents()) {
      assertThat(component.getAnnotation(Doc.class)).as("%s", component).isNotNull();
      assertThat(text).contains(ConfigReader.key(component));
      var item =
          component.getGenericType() instanceof ParameterizedType list
              ? (Class<?>) list.getActualTypeArguments()[0]
              : component.getType();
      var ours =
          item.isRecord()
              && item != ByteSize.class
              && item.getPackageName().equals(Config.class.getPackageName());
      if (ours) assertDescribed(item, text);
    }
  }

  @Test
  void relative_paths_begin_at_the_folder_of_the_file() throws ConfigException {
    assertThat(parse("server.data = '.'").server().data()).isEqualTo(Path.of("/etc"));
    assertThat(parse("server.data = '/var/mail'").server().data()).isEqualTo(Path.of("/var/mail"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [server]\\nhostnam = "a.example" | 2:1: there is no key "server.hostnam"; did you mean "server.hostname"?
          [sever]\\ndata = "x"             | 1:1: there is no key "sever"; did you mean "server"?
          [limits]\\n  recipients = "many"  | 2:3: "limits.recipients": must be a whole number, not a text
          [limits]\\nrecipients = 5         | 2:1: limits.recipients: at least 100 are needed
          [limits]\\nmessage-size = "big"   | 2:1: "limits.message-size": not a size
          [limits]\\nmessage-size = 5       | 2:1: "limits.message-size": must be a text in quotes, not a number
          [limits]\\nwrite-timeout = "2 x"  | 2:1: "limits.write-timeout": must be a time such as
          [limits]\\nconnections = -1       | 2:1: "limits.connections": must be from 0 to 2147483647
          [limits]\\nunlimited-networks = ["::1", "lan"] | 2:30: "limits.unlimited-networks": must be an address or a network
          limits = 5                       | 1:1: "limits" must be a table, not a number
          [[listeners]]\\nname = "smtp"     | 1:1: "listeners.port" is missing
          [[listeners]]\\nname = "smpt"\\nport = 1 | 2:1: "listeners.name": must be one of smtp, submission, submissions, lmtp, imap, imaps, pop3, pop3s, managesieve, not "smpt"
          [[listeners]]\\nname = "xmpp"\\nport = 1 | 2:1: listeners.name: this version does not serve xmpp yet
          [[listeners]]\\nport = 99999\\nname = "smtp" | 2:1: listeners.port: not between 0 and 65535
          [[listeners]]\\nname = "smtp"\\nport = 1\\naddresses = ["localhost"] | 4:14: "listeners.addresses": must be an IPv4 or IPv6 address
          [[listeners]]\\nname = "smtp"\\nport = 1\\naddresses = "::" | 4:1: "listeners.addresses" must be a list in brackets, not a text
          [[listeners]]\\nname = "smtp"\\nport = 1\\ntls = true | 4:1: "listeners.tls": must be a text in quotes, not true or false
          [logging]\\nlevel = "loud"        | 2:1: "logging.level": must be one of error, warn, info, debug, trace, not "loud"
          [storage]\\nengine = "postgresql"\\nhosts = [] | 3:1: storage.hosts: at least one is needed
          [server]\\nhostname = "two words" | 2:1: server.hostname: not a host name
          [dns]\\nservers = ["ns.example"]   | 2:12: "dns.servers": must be an address or address:port
          [dns]\\nservers = ["192.0.2.1:0"]  | 2:12: "dns.servers": must be an address or address:port
          [dns]\\nservers = ["192.0.2.1:99999"] | 2:12: "dns.servers": must be an address or address:port
          [smtp]\\nrelay-networks = ["0.0.0.0/0"] | 2:1: smtp.relay-networks: 0.0.0.0/0 would make this an open relay; at most a /8
          [smtp]\\nrelay-networks = ["2001::/16"] | 2:1: smtp.relay-networks: 2001:0:0:0:0:0:0:0/16 would make this an open relay; at most a /20
          [sender-checks]\\nspf = false\\ndmarc = true | 3:1: sender-checks.dmarc: needs spf and dkim
          [sender-checks]\\nspf-fail = "drop" | 2:1: "sender-checks.spf-fail": must be one of accept, mark, junk, later, refuse, not "drop"
          [sender-checks]\\ntrusted-sealers = ["[192.0.2.1]"] | 2:20: "sender-checks.trusted-sealers": must be a domain
          [sender-checks]\\ntime-limit = "1h" | 2:1: sender-checks.time-limit: five minutes at most
          [tls.acme]\\ndirectory = "http://acme.example/" | 2:1: tls.acme.directory: has to begin with https://
          [tls.acme]\\nchallenge = "dns-01" | 2:1: tls.acme.challenge: dns-01 needs a dns-program
          [tls.acme]\\nchallenge = "dns" | 2:1: "tls.acme.challenge": must be one of http-01, tls-alpn-01, dns-01, not "dns"
          [tls.acme]\\nnames = ["*.example.org"] | 2:1: tls.acme.names: a wildcard needs challenge = "dns-01"
          [tls.acme]\\naccount-id = "x" | 2:1: tls.acme.account-id: needs account-key-file
          [tls.acme]\\nhttp-port = 0 | 2:1: tls.acme.http-port: not between 1 and 65535
          [server                          | 1:
          a = 1\\na = 2                     | 2:1: a previously defined at line 1, column 1
          """)
  void a_fault_is_named_with_its_place(String text, String message) {
    assertThatThrownBy(() -> parse(text.replace("\\n", "\n")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(FILE + ":" + message);
  }

  @Test
  void all_faults_are_told_at_once() {
    assertThatThrownBy(() -> parse("[limits]\nrecipients = 'a'\nconnections = 'b'\nfoo = 1"))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.faults()).hasSize(3));
  }

  record Holder(
      @Doc(
              value = "New.",
              or = "1",
              formerly = {"older", "oldest"})
          int newer) {}

  @Test
  void a_renamed_key_names_its_successor() {
    assertThatThrownBy(() -> ConfigReader.parse("oldest = 1", FILE, Holder.class))
        .hasMessage("/etc/posthorn.toml:1:1: \"oldest\" is now called \"newer\"");
  }

  @Test
  void a_file_that_is_not_there_says_how_to_make_one() {
    assertThatThrownBy(() -> ConfigReader.read(Path.of("/nowhere/posthorn.toml")))
        .hasMessageContaining("posthorn config describe > /nowhere/posthorn.toml");
  }

  @ParameterizedTest
  @CsvSource({"50 MiB,52428800", "4K,4096", "1000,1000", "1G,1073741824", "0,0"})
  void sizes_are_read_and_written(String text, long bytes) {
    assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
    assertThat(ByteSize.parse(new ByteSize(bytes).toString().replace(" bytes", "")))
        .isEqualTo(new ByteSize(bytes));
  }

  @ParameterizedTest
  @CsvSource({"-1", "1.5M", "M", "9999999999999T", "1 X"})
  void what_is_no_size_is_refused(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
