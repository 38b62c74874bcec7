package org.posthorn.wire.mailauth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.HeaderFields;

/// The examples of RFC 6376 and RFC 8463, as printed.
class DkimExamplesTest {

  static final String RSA_SECRET =
      """
      -----BEGIN RSA PRIVATE KEY-----
      MIICXQIBAAKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQi
      Y/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqM
      KrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB
      AoGAH0cxOhFZDgzXWhDhnAJDw5s4roOXN4OhjiXa8W7Y3rhX3FJqmJSPuC8N9vQm
      6SVbaLAE4SG5mLMueHlh4KXffEpuLEiNp9Ss3O4YfLiQpbRqE7Tm5SxKjvvQoZZe
      zHorimOaChRL2it47iuWxzxSiRMv4c+j70GiWdxXnxe4UoECQQDzJB/0U58W7RZy
      6enGVj2kWF732CoWFZWzi1FicudrBFoy63QwcowpoCazKtvZGMNlPWnC7x/6o8Gc
      uSe0ga2xAkEA8C7PipPm1/1fTRQvj1o/dDmZp243044ZNyxjg+/OPN0oWCbXIGxy
      WvmZbXriOWoSALJTjExEgraHEgnXssuk7QJBALl5ICsYMu6hMxO73gnfNayNgPxd
      WFV6Z7ULnKyV7HSVYF0hgYOHjeYe9gaMtiJYoo0zGN+L3AAtNP9huqkWlzECQE1a
      licIeVlo1e+qJ6Mgqr0Q7Aa7falZ448ccbSFYEPD6oFxiOl9Y9se9iYHZKKfIcst
      o7DUw1/hz2Ck4N5JrgUCQQCyKveNvjzkkd8HjYs0SwM0fPjK16//5qDZ2UiDGnOe
      uEzxBDAr518Z8VFbR41in3W4Y3yCDgQlLlcETrS+zYcL
      -----END RSA PRIVATE KEY-----
      """;

  static final String ED25519_SEED = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";

  static final String FOOTBALL =
      """
      brisbane._domainkey.football.example.com TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
      test._domainkey.football.example.com TXT "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWR" "iGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC" "DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3" "Ip3G+2kryOTIKT+l/K4w3QIDAQAB"
      """;

  static final String DINNER_HEADER =
      """
      From: Joe SixPack <joe@football.example.com>
      To: Suzie Q <suzie@shopping.example.net>
      Subject: Is dinner ready?
      Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
      Message-ID: <20030712040037.46341.5F8J@football.example.com>

      """
          .replace("\n", "\r\n");

  static final String DINNER_BODY =
      """
      Hi.

      We lost the game.  Are you hungry yet?

      Joe.

      """
          .replace("\n", "\r\n");

  static final String SIGNATURES =
      """
      DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
       d=football.example.com; i=@football.example.com;
       q=dns/txt; s=brisbane; t=1528637909; h=from : to :
       subject : date : message-id : from : subject : date;
       bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
       b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
       Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
      DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
       d=football.example.com; i=@football.example.com;
       q=dns/txt; s=test; t=1528637909; h=from : to : subject :
       date : message-id : from : subject : date;
       bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
       b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
       DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
       dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
      """
          .replace("\n", "\r\n");

  @Test
  void both_signatures_of_rfc_8463_are_good() {
    var verdicts = Mails.verify(FakeDns.of(FOOTBALL), SIGNATURES + DINNER_HEADER + DINNER_BODY);
    assertThat(verdicts)
        .extracting(DkimVerdict::reason)
        .containsExactly(DkimReason.VERIFIED, DkimReason.VERIFIED);
    assertThat(verdicts.getFirst().algorithm()).isEqualTo("ed25519-sha256");
    assertThat(verdicts.getFirst().domain()).isEqualTo(new DnsName("football.example.com"));
    assertThat(verdicts.getFirst().start()).isEqualTo("/gCrinpc");
    assertThat(verdicts.getLast().selector()).isEqualTo("test");
    assertThat(verdicts.getLast().agent()).isEqualTo("@football.example.com");
  }

  @Test
  void the_secret_keys_of_rfc_8463_belong_to_its_records() {
    assertThat(footballKey().record().joined())
        .isEqualTo("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    var rsa = new DnsName("test._domainkey.football.example.com");
    assertThat(DkimKey.ofPem(RSA_SECRET).record().joined())
        .isEqualTo(FakeDns.of(FOOTBALL).txt(rsa).records().getFirst().joined());
  }

  static DkimKey footballKey() {
    var pkcs8 = Der.ed25519Private(Base64.getDecoder().decode(ED25519_SEED));
    return DkimKey.ofPem(
        "-----BEGIN PRIVATE KEY-----\n" + Sha256.base64(pkcs8) + "\n-----END PRIVATE KEY-----\n");
  }

  /// RFC 6376 §3.4.5.
  private static final String EXAMPLE_HEADER = "A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n";

  private static final String EXAMPLE_BODY = " C \r\nD \t E\r\n\r\n\r\n";

  private static String header(Canonicalization form) {
    var header = new SignableHeader(HeaderFields.of(EXAMPLE_HEADER.getBytes(ISO_8859_1)));
    var out = new ByteArrayOutputStream();
    header.appendSigned(List.of("a", "b"), -1, form, out);
    return out.toString(ISO_8859_1);
  }

  private static String hash(Canonicalization form, String body) {
    var hash = new BodyHash(form, Long.MAX_VALUE);
    hash.update(body.getBytes(ISO_8859_1), 0, body.length());
    return hash.finish();
  }

  private static String sha256(String text) {
    return Sha256.base64(Sha256.of(text.getBytes(ISO_8859_1)));
  }

  @Test
  void headers_are_canonicalized_as_the_examples_are() {
    assertThat(header(Canonicalization.RELAXED)).isEqualTo("a:X\r\nb:Y Z\r\n");
    assertThat(header(Canonicalization.SIMPLE)).isEqualTo("A: X\r\nB : Y\t\r\n\tZ  \r\n");
  }

  @Test
  void bodies_are_canonicalized_as_the_examples_are() {
    assertThat(hash(Canonicalization.RELAXED, EXAMPLE_BODY)).isEqualTo(sha256(" C\r\nD E\r\n"));
    assertThat(hash(Canonicalization.SIMPLE, EXAMPLE_BODY)).isEqualTo(sha256(" C \r\nD \t E\r\n"));
  }

  @Test
  void empty_bodies_have_the_hashes_that_are_printed() {
    assertThat(hash(Canonicalization.SIMPLE, ""))
        .isEqualTo("frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=");
    assertThat(hash(Canonicalization.RELAXED, ""))
        .isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  }

  /// Of RFC 6376 §A.2: two spaces were printed where one was signed.
  @Test
  void the_body_of_appendix_a_has_the_hash_that_is_printed() {
    assertThat(hash(Canonicalization.SIMPLE, DINNER_BODY.replace("  ", " ")))
        .isEqualTo("2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=");
  }

  @Test
  void the_field_of_section_3_5_can_be_read() throws DkimFault {
    var field =
        """
         v=1; a=rsa-sha256; d=example.net; s=brisbane;
           c=simple; q=dns/txt; i=@eng.example.net;
           t=1117574938; x=1118006938;
           h=from:to:subject:date;
           z=From:foo@eng.example.net|To:joe@example.com|
            Subject:demo=20run|Date:July=205,=202005=203:44:08=20PM=20-0700;
           bh=MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=;
           b=dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSbav+yuU4zGeeruD00lszZVoG4ZHRNiYzR
        """
            .replace("\n", "\r\n");
    var tags = TagList.parse(field);
    assertThat(tags).isNotNull();
    var signature = DkimSignature.parse(tags, DkimSignature.Kind.DKIM);
    assertThat(signature.headerForm()).isEqualTo(Canonicalization.SIMPLE);
    assertThat(signature.bodyForm()).isEqualTo(Canonicalization.SIMPLE);
    assertThat(signature.names()).containsExactly("from", "to", "subject", "date");
    assertThat(signature.signer().keyName())
        .isEqualTo(new DnsName("brisbane._domainkey.example.net"));
    assertThat(signature.signer().agentDomain()).isEqualTo(new DnsName("eng.example.net"));
    assertThat(signature.expiresAt()).isEqualTo(1_118_006_938L);
  }
}
