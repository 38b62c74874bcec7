package org.posthorn.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.domain.directory.PasswordFormat.Read;
import org.posthorn.wire.sasl.Secret;

/// The stored forms were made by OpenSSL 3, libxcrypt, Python's hashlib and the argon2 command.
class PasswordFormatTest {

  private static final Secret RIGHT = Secret.of("Grüße, Julia!");
  private static final Secret WRONG = Secret.of("Grüsse, Julia!");

  static Stream<String> forms() {
    return """
    {PLAIN}Grüße, Julia!
    {CLEARTEXT}Grüße, Julia!
    {plain}Grüße, Julia!
    {PLAIN-MD5}72d816865363ca95054b1ac35a20595c
    {MD5}72d816865363ca95054b1ac35a20595c
    {MD5}ctgWhlNjypUFSxrDWiBZXA==
    {MD5}$1$abcdefgh$qsR1p9r8ImvXHjDNoNDg60
    {LDAP-MD5}ctgWhlNjypUFSxrDWiBZXA==
    {SMD5}IqwvVQCH7IXE1dthC1Hg8AABAgMEBQYH
    {SHA}gJTQ2FAEd8XX6flfmRpGOjt6ELE=
    {SHA1}gJTQ2FAEd8XX6flfmRpGOjt6ELE=
    {SSHA}0qEHcNuvhdGbnTIlNUz04f5pfuwAAQIDBAUGBw==
    {SSHA.HEX}d2a10770dbaf85d19b9d3225354cf4e1fe697eec0001020304050607
    {SHA256}9WpkPvM3P8m0AKpf6Q6hd0kE+kTR3OvXCN7TmJu8/TA=
    {SHA256}f56a643ef3373fc9b400aa5fe90ea1774904fa44d1dcebd708ded3989bbcfd30
    {SHA256.B64}9WpkPvM3P8m0AKpf6Q6hd0kE+kTR3OvXCN7TmJu8/TA=
    {SSHA256}5pC2VEGhtuNowpqPWNnwBoJWflAzibQnY7poz/Z8BlwAAQIDBAUGBw==
    {SHA512}lMvjfQfyuDnMtwwMsA6bqzDmHKfh6ATNSLC3hAF75+6uw7P16kDmxE2yu3h0P8WQiahXg/pdFr6lXc33F27P2g==
    {SSHA512}GuXAysrnJlA2r8v3sMiqgMH0ggehT0kM7wBvfOG4cCWrEpixPRCm2X5PB8L2fQnuWk0DnZxxblJLFEMOD9vwcgABAgMEBQYH
    {CRYPT}$1$abcdefgh$qsR1p9r8ImvXHjDNoNDg60
    {MD5-CRYPT}$1$abcdefgh$qsR1p9r8ImvXHjDNoNDg60
    $apr1$abcdefgh$7nkcpceN.7AX98hz/s0Aa1
    {CRYPT}$5$abcdefghijklmnop$44OR2HME/162SHMwTgtVBfXzkKUz0PDzPCoq3ZLr5g0
    {SHA256-CRYPT}$5$rounds=1000$abcdefghijklmnop$GK7toZfck8EeqGDeiMXRiGluYnwucq0T/.unJSwYeD7
    {CRYPT}$6$abcdefghijklmnop$NHsUuam9xMaVqTvYlRqvXzmJT4WYrUegY3CXpJdu8nBiMcb7HDPIWTkE86/3X9lR7tHjs.e5czwR6SqC8H5UN.
    {SHA512-CRYPT}$6$rounds=2000$abcdefghijklmnop$0V3pKBTIPOkhVThagFwKSTnzS78VmILnuSR6ki31LyoKdMHZG.GLcNDUCYZnTB5t1XBMlI5HhiC5xHxNbxl9y.
    {CRYPT}$2b$05$abcdefghijklmnopqrstuu6pBtHTBzPNqgzeo.yofb5oABCTd9lNC
    {BLF-CRYPT}$2y$05$abcdefghijklmnopqrstuu6pBtHTBzPNqgzeo.yofb5oABCTd9lNC
    $2a$05$abcdefghijklmnopqrstuu6pBtHTBzPNqgzeo.yofb5oABCTd9lNC
    {CRYPT}abkpzmEPq4NEA
    {DES-CRYPT}abkpzmEPq4NEA
    {ARGON2ID}$argon2id$v=19$m=256,t=2,p=1$c2FsdHNhbHRzYWx0$LhqqS+pDxgdGNH1EQP/2xVGdPV1ZZ40YVrH25sNq/kQ
    $argon2id$v=19$m=512,t=3,p=4$c2FsdHNhbHRzYWx0$nSeI4nd7eJW3R81vvF6cNGq79tM9mdWzAoGnd6LFgXM
    {ARGON2I}$argon2i$v=19$m=256,t=2,p=1$c2FsdHNhbHRzYWx0$2U+OsotHYFdz7oks44K4PeYzN0g5L8SG/b/NQWA0xXY
    {ARGON2I}$argon2i$v=16$m=256,t=2,p=1$c2FsdHNhbHRzYWx0$NpsoUZNd05w15dZDXf8qP7WOheTwZqiFmTrP/5m1P0Y
    {ARGON2I}$argon2i$m=256,t=2,p=1$c2FsdHNhbHRzYWx0$NpsoUZNd05w15dZDXf8qP7WOheTwZqiFmTrP/5m1P0Y
    {CRYPT}$argon2d$v=19$m=256,t=2,p=1$c2FsdHNhbHRzYWx0$+jXZb8JcZRtqDS9mqQF1LRKVyb0fLJGYHAQR+QZQFsI
    {SCRAM-SHA-1}4096,MDEyMzQ1Njc4OWFiY2RlZg==,wBBqFc6ibYu3edmKJ5nfMLjQHjA=,Php+FaWMEUwigkQPkGZkyWYO2aI=
    {SCRAM-SHA-256}4096,MDEyMzQ1Njc4OWFiY2RlZg==,69WNyiieep/hSaCWr5Kb4KlIo19E32hDUHt8hkAzUfs=,t8U/OIG/NDsLoahaOgktAU9AKRAyVfypZtEct4M780c=
    """
        .lines();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void every_form_takes_the_right_password_and_no_other(String form) {
    var hash = usable(form);

    assertThat(hash.matches(RIGHT)).isTrue();
    assertThat(hash.matches(WRONG)).isFalse();
    assertThat(hash.matches(Secret.of("x"))).isFalse();
    // Twice, because some libraries wipe what they are given.
    assertThat(hash.matches(RIGHT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "{PLAIN}",
        "{NTLM}0123456789abcdef0123456789abcdef",
        "{SSHA}0qEHcNuvhdGbnTIlNUz04f5pfuw=",
        "{SSHA}not base64!",
        "{SHA256}gJTQ2FAEd8XX6flfmRpGOjt6ELE=",
        "{SHA256.HEX}9WpkPvM3P8m0AKpf6Q6hd0kE+kTR3OvXCN7TmJu8/TA=",
        "{PLAIN-MD5}72d816865363ca95054b1ac35a20595",
        "{CRYPT}$y$j9T$abcdefgh$0123456789012345678901234567890123456789012",
        "{CRYPT}$6$rounds=999999999$abcdefgh$NHsUuam9xMaVqTvYlRqvXzmJT4WYrUegY3CXpJdu8nBiMcb7HDPIWTkE86/3X9lR7tHjs.e5czwR6SqC8H5UN.",
        "$2b$31$abcdefghijklmnopqrstuu6pBtHTBzPNqgzeo.yofb5oABCTd9lNC",
        "$2b$00$abcdefghijklmnopqrstuu6pBtHTBzPNqgzeo.yofb5oABCTd9lNC",
        "$2b$05$abcdefghijklmnopqrstuu6pBtHTBzPNqgzeo.yofb5oABCTd9lN",
        "$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHRzYWx0$LhqqS+pDxgdGNH1EQP/2xVGdPV1ZZ40YVrH25sNq/kQ",
        "$argon2id$v=19$m=256,t=99999,p=1$c2FsdHNhbHRzYWx0$LhqqS+pDxgdGNH1EQP/2xVGdPV1ZZ40YVrH25sNq/kQ",
        "$argon2id$v=19$m=256,t=2,p=0$c2FsdHNhbHRzYWx0$LhqqS+pDxgdGNH1EQP/2xVGdPV1ZZ40YVrH25sNq/kQ",
        "$argon2id$v=19$m=256,t=2,p=1$c2FsdHNhbHRzYWx0",
        "{SCRAM-SHA-256}0,MDEyMzQ1Njc4OWFiY2RlZg==,69WN,t8U/",
        "{SCRAM-SHA-256}4096,MDEyMzQ1Njc4OWFiY2RlZg==",
      })
  void a_form_that_is_unknown_damaged_or_too_dear_is_refused_with_a_reason(String form) {
    assertThat(PasswordFormat.read(form))
        .isInstanceOfSatisfying(
            Read.Unusable.class, unusable -> assertThat(unusable.reason()).isNotBlank());
  }

  @Test
  void no_refusal_repeats_what_was_stored() {
    var unusable = (Read.Unusable) PasswordFormat.read("{SSHA}secretsecret");
    assertThat(unusable.reason()).doesNotContain("secret");
  }

  @Test
  void a_form_that_sees_only_part_of_a_password_says_so() {
    var des = usable("{CRYPT}abTNk2la/RKdc");
    assertThat(des.matches(Secret.of("sesame12"))).isTrue();
    assertThat(des.seesWhole(Secret.of("sesame12"))).isTrue();
    assertThat(des.matches(Secret.of("sesame12 and more"))).isTrue();
    assertThat(des.seesWhole(Secret.of("sesame12 and more"))).isFalse();

    var bcrypt = usable("$2b$05$abcdefghijklmnopqrstuujf8SX2ahXLwp9w/B.Y5XdysS6yR576q");
    assertThat(bcrypt.matches(Secret.of("x".repeat(80)))).isTrue();
    assertThat(bcrypt.matches(Secret.of("x".repeat(72)))).isTrue();
    assertThat(bcrypt.seesWhole(Secret.of("x".repeat(72)))).isTrue();
    assertThat(bcrypt.seesWhole(Secret.of("x".repeat(80)))).isFalse();
    assertThat(bcrypt.matches(Secret.of("x".repeat(71)))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{SSHA}x", "{FOO}bar", "{PLAIN}{odd}", "$2b$05$abc", "$y$j9T$abc$def", "$1$a$b"})
  void what_begins_like_a_stored_form_is_meant_as_one(String text) {
    assertThat(PasswordFormat.looksStored(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"secret", "$ecret$", "{}x", "{not closed", "$$money$$", "a{SSHA}b", "{a b}c"})
  void other_texts_are_passwords(String text) {
    assertThat(PasswordFormat.looksStored(text)).isFalse();
  }

  @Test
  void nothing_secret_is_printed() {
    assertThat(usable("{PLAIN}sesame12").toString()).doesNotContain("sesame12");
    assertThat(new NewPassword.Stored("{PLAIN}sesame12").toString()).doesNotContain("sesame12");
    assertThat(new NewPassword.Given(Secret.of("sesame12")).toString()).doesNotContain("sesame12");
    assertThat(new AccountImport.Row(1, "a@b.example", "sesame12", "", "").toString())
        .doesNotContain("sesame12");
  }

  private static PasswordHash usable(String form) {
    return ((Read.Usable) PasswordFormat.read(form)).hash();
  }
}
