package org.posthorn.wire.mailauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mailauth.DmarcVerdict.Result;

class DmarcTest {

  private static final RandomGenerator NEVER_SPARES = () -> 0;

  private static final FakeDns DNS =
      FakeDns.of(
          """
          _dmarc.example.com TXT v=DMARC1; p=reject; sp=quarantine; rua=mailto:d@example.com
          _dmarc.strict.test TXT v=DMARC1; p=reject; adkim=s; aspf=s
          _dmarc.own.example.com TXT v=DMARC1; p=none; sp=reject
          _dmarc.two.test TXT v=DMARC1; p=reject
          _dmarc.two.test TXT v=DMARC1; p=none
          _dmarc.beside.test TXT some text
          _dmarc.beside.test TXT v=DMARC1; p=quarantine
          _dmarc.timeout.test TXT FAILS TIMEOUT
          _dmarc.zero.test TXT v=DMARC1; p=reject; pct=0
          _dmarc.zeroq.test TXT v=DMARC1; p=quarantine; pct=0
          _dmarc.broken.test TXT v=DMARC1; p=maybe
          _dmarc.brokenrua.test TXT v=DMARC1; p=maybe; rua=mailto:d@brokenrua.test
          _dmarc.co.uk TXT v=DMARC1; p=reject
          _dmarc.xn--mnchen-3ya.test TXT v=DMARC1; p=reject
          """);

  private static SpfVerdict spf(SpfResult result, String domain) {
    return new SpfVerdict(result, SpfIdentity.MAIL_FROM, domain, "default", "", null);
  }

  private static DkimVerdict dkim(DkimReason reason, String domain) {
    return new DkimVerdict(reason, new DnsName(domain), "s", null, null, null, false);
  }

  private static DmarcAuthors authors(String from) {
    return DmarcAuthors.of(HeaderFields.of(("From: " + from + "\r\n\r\n").getBytes(UTF_8)));
  }

  private static DmarcVerdict evaluate(String from, @Nullable SpfVerdict spf, DkimVerdict... dkim) {
    return new Dmarc(DNS, PublicSuffixes.bundled(), NEVER_SPARES)
        .evaluate(authors(from), spf, List.of(dkim));
  }

  @ParameterizedTest
  @CsvSource({
    // author, SPF result and domain, DKIM reason and domain, result, disposition
    "example.com, PASS example.com, BODY_HASH example.com, PASS NONE",
    "example.com, FAIL example.com, VERIFIED example.com, PASS NONE",
    "example.com, PASS bounce.example.com, BODY_HASH x.test, PASS NONE",
    "example.com, FAIL x.test, VERIFIED mail.example.com, PASS NONE",
    "mail.example.com, FAIL x.test, VERIFIED example.com, PASS NONE",
    "example.com, PASS other.test, VERIFIED other.test, FAIL REJECT",
    "example.com, FAIL example.com, SIGNATURE example.com, FAIL REJECT",
    "example.com, PASS badexample.com, VERIFIED com, FAIL REJECT",
    "example.com, SOFTFAIL example.com, PARTIAL_BODY example.com, FAIL REJECT",
    "sub.example.com, NONE x.test, NO_KEY x.test, FAIL QUARANTINE",
    "deep.sub.example.com, NONE x.test, NO_KEY x.test, FAIL QUARANTINE",
    "own.example.com, NONE x.test, NO_KEY x.test, FAIL NONE",
    "below.own.example.com, NONE x.test, NO_KEY x.test, FAIL QUARANTINE",
    "strict.test, PASS mail.strict.test, VERIFIED mail.strict.test, FAIL REJECT",
    "strict.test, PASS strict.test, BODY_HASH x.test, PASS NONE",
    "strict.test, PASS x.test, VERIFIED strict.test, PASS NONE",
    "two.test, FAIL x.test, NO_KEY x.test, NONE NONE",
    "nowhere.test, PASS nowhere.test, VERIFIED nowhere.test, NONE NONE",
    "beside.test, FAIL x.test, NO_KEY x.test, FAIL QUARANTINE",
    "timeout.test, PASS timeout.test, VERIFIED timeout.test, TEMPERROR NONE",
    "example.com, TEMPERROR example.com, NO_KEY x.test, TEMPERROR NONE",
    "example.com, FAIL x.test, KEY_UNAVAILABLE example.com, TEMPERROR NONE",
    "example.com, TEMPERROR evil.test, KEY_UNAVAILABLE evil.test, FAIL REJECT",
    "example.com, TEMPERROR example.com, VERIFIED example.com, PASS NONE",
    "zero.test, FAIL x.test, NO_KEY x.test, FAIL QUARANTINE",
    "zeroq.test, FAIL x.test, NO_KEY x.test, FAIL NONE",
    "broken.test, FAIL x.test, NO_KEY x.test, NONE NONE",
    "brokenrua.test, FAIL x.test, NO_KEY x.test, FAIL NONE",
    "shop.co.uk, FAIL x.test, VERIFIED other.co.uk, NONE NONE",
    "co.uk, FAIL x.test, VERIFIED other.co.uk, FAIL REJECT",
    "münchen.test, FAIL x.test, VERIFIED xn--mnchen-3ya.test, PASS NONE",
  })
  void the_table_holds(String author, String spf, String dkim, String expected) {
    var spfWords = spf.split(" ", -1);
    var dkimWords = dkim.split(" ", -1);
    var verdict =
        evaluate(
            "Romeo <romeo@" + author + ">",
            spf(SpfResult.valueOf(spfWords[0]), spfWords[1]),
            dkim(DkimReason.valueOf(dkimWords[0]), dkimWords[1]));
    assertThat(verdict.result() + " " + verdict.disposition())
        .as(verdict.toString())
        .isEqualTo(expected);
  }

  @Test
  void helo_proves_nothing() {
    var helo = new SpfVerdict(SpfResult.PASS, SpfIdentity.HELO, "example.com", "default", "", null);
    assertThat(evaluate("r@example.com", helo).result()).isEqualTo(Result.FAIL);
    assertThat(evaluate("r@example.com", null).result()).isEqualTo(Result.FAIL);
  }

  @Test
  void of_several_authors_the_strictest_policy_counts() {
    var spf = spf(SpfResult.PASS, "own.example.com");
    assertThat(evaluate("a@own.example.com, b@two.test, c@strict.test", spf).disposition())
        .isEqualTo(DmarcPolicy.REJECT);
    assertThat(evaluate("a@own.example.com, b@example.com", spf).result()).isEqualTo(Result.PASS);
  }

  @Test
  void a_message_without_an_author_says_what_is_wrong() {
    assertThat(evaluate("Romeo", null).result()).isEqualTo(Result.PERMERROR);
    assertThat(evaluate("friends:;", null).detail()).isEqualTo("From has no domain");
    assertThat(evaluate("a@[192.0.2.1]", null).detail()).isEqualTo("From has no domain");
    assertThat(authors("a@b.test\r\nFrom: c@d.test").problem())
        .isEqualTo("there is more than one From field");
    assertThat(DmarcAuthors.of(HeaderFields.of("X: y\r\n\r\n".getBytes(UTF_8))).problem())
        .isEqualTo("there is no From field");
    var many = new StringBuilder();
    for (int i = 0; i < 10_000; i++) many.append("a@d").append(i).append(".test, ");
    assertThat(authors(many.toString()).problem()).isEqualTo("From has too many domains");
  }

  @Test
  void a_share_of_the_mail_is_spared() {
    var dns = FakeDns.of("_dmarc.example.com TXT v=DMARC1; p=reject; pct=30");
    var random = new SplittableRandom(7);
    var dmarc = new Dmarc(dns, PublicSuffixes.bundled(), random);
    int rejected = 0;
    for (int i = 0; i < 2_000; i++) {
      var verdict = dmarc.evaluate(authors("r@example.com"), null, List.of());
      if (verdict.disposition() == DmarcPolicy.REJECT) rejected++;
      else assertThat(verdict.isSampledOut()).isTrue();
    }
    assertThat(rejected).isBetween(500, 700);
  }

  @Test
  void records_are_read_with_their_defaults() {
    var record = DmarcRecord.parse("v=DMARC1;p=none");
    assertThat(record)
        .isEqualTo(
            new DmarcRecord(
                DmarcPolicy.NONE,
                DmarcPolicy.NONE,
                DmarcAlignment.RELAXED,
                DmarcAlignment.RELAXED,
                100,
                List.of(),
                List.of(),
                "0",
                86_400));
    var whole =
        DmarcRecord.parse(
            "v=DMARC1 ; p = Quarantine; sp=none; adkim=s; aspf=s; pct=7; fo=1:d:s; rf=afrf;"
                + " ri=3600; rua=mailto:a@x.test!10m , https://x.test/, mailto:b%2Cc@y.test;"
                + " ruf=mailto:f@x.test;; unknown=1; p=reject");
    assertThat(whole).isNotNull();
    assertThat(whole.policy()).isEqualTo(DmarcPolicy.QUARANTINE);
    assertThat(whole.subdomainPolicy()).isEqualTo(DmarcPolicy.NONE);
    assertThat(whole.dkim()).isEqualTo(DmarcAlignment.STRICT);
    assertThat(whole.percent()).isEqualTo(7);
    assertThat(whole.failureOptions()).isEqualTo("1:d:s");
    assertThat(whole.intervalSeconds()).isEqualTo(3_600);
    assertThat(whole.aggregate()).hasSize(1);
    assertThat(whole.aggregate().getFirst().maxOctets()).isEqualTo(10L << 20);
    assertThat(whole.failure().getFirst().address().toString()).isEqualTo("f@x.test");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=DMARC1",
        "v=DMARC1; p=",
        "v=dmarc1; p=none",
        "v=DMARC2; p=none",
        "p=none; v=DMARC1",
        "v=DMARC1; p=none; sp=x",
        "v=DMARC1; rua=https://x.test/",
        "''"
      })
  void what_asks_for_nothing_is_no_record(String text) {
    assertThat(DmarcRecord.parse(text)).isNull();
  }

  @Test
  void odd_values_fall_back_to_defaults() {
    var record =
        DmarcRecord.parse("v=DMARC1; p=reject; pct=101; ri=soon; adkim=x; fo=z; rua=d@x.test");
    assertThat(record).isNotNull();
    assertThat(record.percent()).isEqualTo(100);
    assertThat(record.intervalSeconds()).isEqualTo(86_400);
    assertThat(record.dkim()).isEqualTo(DmarcAlignment.RELAXED);
    assertThat(record.failureOptions()).isEqualTo("0");
    assertThat(record.aggregate()).isEmpty();
  }

  @Test
  void strangers_get_reports_only_if_they_want_them() {
    var dns =
        FakeDns.of(
            """
            blue.example.com._report._dmarc.red.example.net TXT v=DMARC1
            *._report._dmarc.any.test TXT v=DMARC1;
            blue.example.com._report._dmarc.moved.test TXT v=DMARC1; rua=mailto:new@moved.test
            blue.example.com._report._dmarc.liar.test TXT v=DMARC1; rua=mailto:x@victim.test
            blue.example.com._report._dmarc.other.test TXT some text
            """);
    var record =
        DmarcRecord.parse(
            "v=DMARC1; p=none; rua=mailto:a@red.example.net,mailto:b@any.test,mailto:c@moved.test,"
                + "mailto:d@liar.test,mailto:e@other.test,mailto:f@nowhere.test,"
                + "mailto:g@example.com,mailto:h@mail.example.com");
    assertThat(record).isNotNull();
    var dmarc = new Dmarc(dns, PublicSuffixes.bundled(), NEVER_SPARES);
    assertThat(dmarc.aggregateAddresses(new DnsName("blue.example.com"), record))
        .extracting(it -> it.address().toString())
        .containsExactly(
            "a@red.example.net",
            "b@any.test",
            "new@moved.test",
            "g@example.com",
            "h@mail.example.com");
    assertThat(dmarc.failureAddresses(new DnsName("blue.example.com"), record)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com",
    "a.b.c.d.example.com, example.com",
    "com, ",
    "co.uk, ",
    "example.co.uk, example.co.uk",
    "www.example.co.uk, example.co.uk",
    "www.ck, www.ck",
    "x.www.ck, www.ck",
    "foo.ck, ",
    "a.foo.ck, a.foo.ck",
    "city.kawasaki.jp, city.kawasaki.jp",
    "x.kawasaki.jp, ",
    "y.x.kawasaki.jp, y.x.kawasaki.jp",
    "user.github.io, user.github.io",
    "github.io, ",
    "unknowntld, ",
    "a.unknowntld, a.unknowntld",
    "b.a.unknowntld, a.unknowntld",
    "xn--85x722f.xn--55qx5d.cn, xn--85x722f.xn--55qx5d.cn",
    "www.xn--85x722f.xn--55qx5d.cn, xn--85x722f.xn--55qx5d.cn",
    "xn--55qx5d.cn, ",
  })
  void organizations_are_found_by_the_list(String name, @Nullable String organization) {
    assertThat(PublicSuffixes.bundled().organizationalDomain(new DnsName(name)))
        .isEqualTo(organization == null ? null : new DnsName(organization));
  }

  @Test
  void the_root_has_no_organization() {
    assertThat(PublicSuffixes.bundled().organizationalDomain(DnsName.ROOT)).isNull();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "v=DMARC1",
            ";",
            "p=",
            "none",
            "reject",
            "rua=mailto:",
            "a@b.test",
            "!",
            "10",
            "k",
            "%",
            "2C",
            "pct=",
            "=",
            " ",
            ",",
            "fo=",
            "\u00E4",
            "\0",
            "sp=x")
        .list()
        .ofMaxSize(25)
        .map(parts -> "v=DMARC1;" + String.join("", parts));
  }

  @Property(tries = 2000)
  void any_text_is_a_record_or_none(@ForAll("texts") String text) {
    var record = DmarcRecord.parse(text);
    if (record != null) assertThat(record.percent()).isBetween(0, 100);
  }

  @Test
  void a_record_of_a_megabyte_is_none() {
    assertThat(DmarcRecord.parse("v=DMARC1; p=reject;" + "x=y;".repeat(300_000))).isNull();
    assertThat(DmarcRecord.parse("v=DMARC1; p=reject;" + ";".repeat(8_000))).isNotNull();
  }
}
