package org.posthorn.wire.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;

class CommandParserTest {

  static EmailAddress address(String localpart, String domain) {
    return new EmailAddress(new Localpart(localpart), new DomainName(domain));
  }

  static SmtpCommand mail(String localpart, String domain) {
    return new SmtpCommand.Mail(
        new ReversePath.Mailbox(address(localpart, domain)), MailParameters.NONE);
  }

  static SmtpCommand mail(MailParameters parameters) {
    return new SmtpCommand.Mail(new ReversePath.Null(), parameters);
  }

  static SmtpCommand rcpt(String localpart, String domain) {
    return new SmtpCommand.Rcpt(
        new ForwardPath.Mailbox(address(localpart, domain)), RcptParameters.NONE);
  }

  static SmtpCommand rcpt(RcptParameters parameters) {
    return new SmtpCommand.Rcpt(new ForwardPath.Postmaster(), parameters);
  }

  static MailParameters size(long size) {
    return new MailParameters(size, null, false, null, null, null, Timing.NONE, List.of());
  }

  static MailParameters body(BodyType body) {
    return new MailParameters(null, body, false, null, null, null, Timing.NONE, List.of());
  }

  static MailParameters timed(Hold hold, DeliverBy by) {
    return new MailParameters(null, null, false, null, null, null, new Timing(hold, by), List.of());
  }

  static MailParameters auth(Submitter submitter) {
    return new MailParameters(null, null, false, submitter, null, null, Timing.NONE, List.of());
  }

  static RcptParameters notifyOn(Notify.Event... events) {
    return new RcptParameters(new Notify(Set.of(events)), null, List.of());
  }

  static RcptParameters orcpt(String type, String encoded) {
    return new RcptParameters(null, new OriginalRecipient(type, encoded), List.of());
  }

  static Stream<Arguments> simple() {
    return Stream.of(
        arguments("EHLO mx.example.org", new SmtpCommand.Ehlo(new HelloName("mx.example.org"))),
        arguments("ehlo [192.0.2.1]", new SmtpCommand.Ehlo(new HelloName("[192.0.2.1]"))),
        arguments("EHLO [192.0.2.1] Outlook", new SmtpCommand.Ehlo(new HelloName("[192.0.2.1]"))),
        arguments("EHLO DESKTOP_1 ", new SmtpCommand.Ehlo(new HelloName("DESKTOP_1"))),
        arguments("HELO mx.example.org", new SmtpCommand.Helo(new HelloName("mx.example.org"))),
        arguments("LHLO localhost", new SmtpCommand.Lhlo(new HelloName("localhost"))),
        arguments("DATA", new SmtpCommand.Data()),
        arguments("data  \t ", new SmtpCommand.Data()),
        arguments("BDAT 0 LAST", new SmtpCommand.Bdat(0, true)),
        arguments("BDAT 86", new SmtpCommand.Bdat(86, false)),
        arguments("bdat 000000000000000086 last", new SmtpCommand.Bdat(86, true)),
        arguments("RSET", new SmtpCommand.Rset()),
        arguments("NOOP", new SmtpCommand.Noop("")),
        arguments("NOOP anything goes", new SmtpCommand.Noop("anything goes")),
        arguments("QUIT", new SmtpCommand.Quit()),
        arguments("VRFY romeo", new SmtpCommand.Vrfy("romeo", false)),
        arguments("VRFY <romeo@example.org>", new SmtpCommand.Vrfy("<romeo@example.org>", false)),
        arguments("VRFY ромео SMTPUTF8", new SmtpCommand.Vrfy("ромео", true)),
        arguments("VRFY smtputf8", new SmtpCommand.Vrfy("smtputf8", false)),
        arguments("EXPN staff smtputf8", new SmtpCommand.Expn("staff", true)),
        arguments("HELP", new SmtpCommand.Help("")),
        arguments("HELP RCPT", new SmtpCommand.Help("RCPT")),
        arguments("STARTTLS", new SmtpCommand.StartTls()),
        arguments("AUTH plain", new SmtpCommand.Auth("PLAIN", null)),
        arguments(
            "AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ=",
            new SmtpCommand.Auth("PLAIN", "dGVzdAB0ZXN0ADEyMzQ=")),
        arguments("AUTH EXTERNAL =", new SmtpCommand.Auth("EXTERNAL", "")),
        arguments("AUTH X-OAUTH_2", new SmtpCommand.Auth("X-OAUTH_2", null)),
        arguments("GET / HTTP/1.1", new SmtpCommand.Unknown("GET")),
        arguments("", new SmtpCommand.Unknown("")),
        arguments("\u00FF x", new SmtpCommand.Unknown("?")),
        arguments("MAILFROM:<a@b>", new SmtpCommand.Unknown("MAILFROM??A?B?")),
        arguments("unknown", new SmtpCommand.Unknown("UNKNOWN")));
  }

  static Stream<Arguments> paths() {
    var longest = "a".repeat(64);
    return Stream.of(
        arguments("MAIL FROM:<>", mail(MailParameters.NONE)),
        arguments("mail from:<a@b.example>", mail("a", "b.example")),
        arguments("MAIL FROM: <a@b.example>", mail("a", "b.example")),
        arguments("MAIL  FROM:<a@b.example>", mail("a", "b.example")),
        arguments("MAIL FROM:<a.b+c=d@B.example>", mail("a.b+c=d", "B.example")),
        arguments("MAIL FROM:<\"a b\"@c.example>", mail("a b", "c.example")),
        arguments("MAIL FROM:<\"a>b@c\"@d.example>", mail("a>b@c", "d.example")),
        arguments("MAIL FROM:<\"a\\\"b\\\\\"@c.example>", mail("a\"b\\", "c.example")),
        arguments("MAIL FROM:<\"ab\"@c.example>", mail("ab", "c.example")),
        arguments("MAIL FROM:<a@[192.0.2.1]>", mail("a", "[192.0.2.1]")),
        arguments("MAIL FROM:<a@[IPv6:2001:db8::1]>", mail("a", "[IPv6:2001:db8::1]")),
        arguments("MAIL FROM:<ромео@пример.рф>", mail("ромео", "пример.рф")),
        arguments("MAIL FROM:<a@localhost>", mail("a", "localhost")),
        arguments("MAIL FROM:<@x.example:a@b.example>", mail("a", "b.example")),
        arguments("RCPT TO:<Postmaster>", rcpt(RcptParameters.NONE)),
        arguments("rcpt to:<POSTMASTER>", rcpt(RcptParameters.NONE)),
        arguments("RCPT TO:<Postmaster@b.example>", rcpt("Postmaster", "b.example")),
        arguments("RCPT TO:<" + longest + "@b.example>", rcpt(longest, "b.example")),
        // RFC 5321 §4.1.1.3
        arguments("RCPT TO:<@hosta.int,@jkl.org:userc@d.bar.org>", rcpt("userc", "d.bar.org")),
        arguments("RCPT TO:<@a.example:\":x\"@b.example>", rcpt(":x", "b.example")));
  }

  static Stream<Arguments> parameters() {
    return Stream.of(
        arguments("MAIL FROM:<> SIZE=1000", mail(size(1000))),
        arguments("MAIL FROM:<>  size=0 ", mail(size(0))),
        arguments("MAIL FROM:<> SIZE=99999999999999999999", mail(size(Long.MAX_VALUE))),
        arguments("MAIL FROM:<> BODY=7bit", mail(body(BodyType.SEVEN_BIT))),
        arguments("MAIL FROM:<> BODY=8BITMIME", mail(body(BodyType.EIGHT_BIT_MIME))),
        arguments("MAIL FROM:<> BODY=BINARYMIME", mail(body(BodyType.BINARYMIME))),
        arguments("MAIL FROM:<> AUTH=<>", mail(auth(new Submitter.Unknown()))),
        // RFC 4954 §5.1
        arguments(
            "MAIL FROM:<> AUTH=e+3Dmc2@example.com",
            mail(auth(new Submitter.Mailbox(address("e=mc2", "example.com"))))),
        arguments(
            "MAIL FROM:<> SMTPUTF8 ret=hdrs ENVID=QQ314159 X-Y X-Z=1,2",
            mail(
                new MailParameters(
                    null,
                    null,
                    true,
                    null,
                    DsnReturn.HDRS,
                    new EnvelopeId("QQ314159"),
                    Timing.NONE,
                    List.of(new EsmtpParameter("X-Y", null), new EsmtpParameter("X-Z", "1,2"))))),
        // RFC 4865 §3, RFC 2852 §4
        arguments(
            "MAIL FROM:<> holdfor=3600 BY=-15;nt",
            mail(timed(new Hold.For(3_600), new DeliverBy(-15, DeliverBy.Mode.NOTIFY, true)))),
        arguments(
            "MAIL FROM:<> HOLDUNTIL=2026-12-24T18:00:00Z BY=999999999;R",
            mail(
                timed(
                    new Hold.Until(Instant.parse("2026-12-24T18:00:00Z")),
                    new DeliverBy(999_999_999, DeliverBy.Mode.RETURN, false)))),
        arguments("RCPT TO:<postmaster> NOTIFY=NEVER", rcpt(notifyOn())),
        arguments(
            "RCPT TO:<postmaster> NOTIFY=success,DELAY",
            rcpt(notifyOn(Notify.Event.SUCCESS, Notify.Event.DELAY))),
        arguments(
            "RCPT TO:<postmaster> ORCPT=rfc822;Bob+2B1@Example.COM",
            rcpt(orcpt("rfc822", "Bob+2B1@Example.COM"))),
        arguments(
            "RCPT TO:<postmaster> ORCPT=utf-8;\\x{440}омео@example.org",
            rcpt(orcpt("utf-8", "\\x{440}омео@example.org"))),
        arguments(
            "RCPT TO:<postmaster> RRVS=2014-04-03",
            rcpt(
                new RcptParameters(
                    null, null, List.of(new EsmtpParameter("RRVS", "2014-04-03"))))));
  }

  @ParameterizedTest
  @MethodSource({"simple", "paths", "parameters"})
  void a_valid_command_is_understood(String line, SmtpCommand expected) throws Exception {
    assertThat(CommandParser.parse(line.getBytes(UTF_8))).isEqualTo(expected);
    if (expected.verb() != Verb.UNKNOWN)
      assertThat(CommandParser.parse(expected.line().getBytes(UTF_8))).isEqualTo(expected);
  }

  /// RFC 4865 §4.2, RFC 2852 §4.
  static Stream<Arguments> invalidTimes() {
    return Stream.of(
        arguments("MAIL FROM:<> HOLDFOR=0", "501 5.5.4"),
        arguments("MAIL FROM:<> HOLDFOR=1000000000", "501 5.5.4"),
        arguments("MAIL FROM:<> HOLDFOR", "501 5.5.4"),
        arguments("MAIL FROM:<> HOLDUNTIL=2026-12-24T18:00:00+01:00", "501 5.5.4"),
        arguments("MAIL FROM:<> HOLDUNTIL=tomorrow", "501 5.5.4"),
        arguments("MAIL FROM:<> HOLDFOR=1 HOLDUNTIL=2026-12-24T18:00:00Z", "501 5.5.4"),
        arguments("MAIL FROM:<> BY=0;R", "501 5.5.4"),
        arguments("MAIL FROM:<> BY=-1;R", "501 5.5.4"),
        arguments("MAIL FROM:<> BY=1", "501 5.5.4"),
        arguments("MAIL FROM:<> BY=1;X", "501 5.5.4"),
        arguments("MAIL FROM:<> BY=1234567890;N", "501 5.5.4"));
  }

  static Stream<Arguments> invalidPaths() {
    return Stream.of(
        arguments("MAIL", "501 5.5.4"),
        arguments("MAIL a@b.example", "501 5.5.4"),
        arguments("MAIL FROM", "501 5.5.4"),
        arguments("MAIL TO:<a@b.example>", "501 5.5.4"),
        arguments("MAIL FROM:", "501 5.1.7"),
        arguments("MAIL FROM:a@b.example", "501 5.1.7"),
        arguments("MAIL FROM:<a@b.example", "501 5.1.7"),
        arguments("MAIL FROM:a@b.example>", "501 5.1.7"),
        arguments("MAIL FROM:<<a@b.example>>", "501 5.1.7"),
        arguments("MAIL FROM:<a@b.example>SIZE=1", "501 5.1.7"),
        arguments("MAIL FROM:< a@b.example>", "501 5.1.7"),
        arguments("MAIL FROM:< >", "501 5.1.7"),
        arguments("MAIL FROM:<postmaster>", "501 5.1.7"),
        arguments("MAIL FROM:<a>", "501 5.1.7"),
        arguments("MAIL FROM:<@b.example>", "501 5.1.7"),
        arguments("MAIL FROM:<a@>", "501 5.1.7"),
        arguments("MAIL FROM:<a@@b.example>", "501 5.1.7"),
        arguments("MAIL FROM:<a b@c.example>", "501 5.1.7"),
        arguments("MAIL FROM:<.a@b.example>", "501 5.1.7"),
        arguments("MAIL FROM:<a.@b.example>", "501 5.1.7"),
        arguments("MAIL FROM:<a..b@c.example>", "501 5.1.7"),
        arguments("MAIL FROM:<a,b@c.example>", "501 5.1.7"),
        arguments("MAIL FROM:<\"a@b.example>", "501 5.1.7"),
        arguments("MAIL FROM:<\"a\"b@c.example>", "501 5.1.7"),
        arguments("MAIL FROM:<\"a\\\"@c.example>", "501 5.1.7"),
        arguments("MAIL FROM:<a@b.example.>", "501 5.1.7"),
        arguments("MAIL FROM:<a@.b.example>", "501 5.1.7"),
        arguments("MAIL FROM:<a@b..example>", "501 5.1.7"),
        arguments("MAIL FROM:<a@-b.example>", "501 5.1.7"),
        arguments("MAIL FROM:<a@b!c>", "501 5.1.7"),
        arguments("MAIL FROM:<a@[192.0.2.256]>", "501 5.1.7"),
        arguments("MAIL FROM:<a@[192.0.2]>", "501 5.1.7"),
        arguments("MAIL FROM:<a@192.0.2.1>", "501 5.1.7"),
        arguments("MAIL FROM:<a@[IPv6:2001:db8::1::2]>", "501 5.1.7"),
        arguments("MAIL FROM:<a@[2001:db8::1]>", "501 5.1.7"),
        arguments("MAIL FROM:<" + "a".repeat(65) + "@b.example>", "501 5.1.7"),
        arguments("MAIL FROM:<a@" + "b".repeat(64) + ".example>", "501 5.1.7"),
        arguments("MAIL FROM:<a@" + "b.".repeat(130) + "example>", "501 5.1.7"),
        arguments("RCPT", "501 5.5.4"),
        arguments("RCPT FROM:<a@b.example>", "501 5.5.4"),
        arguments("RCPT TO:<>", "501 5.1.3"),
        arguments("RCPT TO:<a>", "501 5.1.3"),
        arguments("RCPT TO:<\"postmaster\">", "501 5.1.3"),
        arguments("RCPT TO:a@b.example", "501 5.1.3"),
        arguments("RCPT TO:<@a.example>", "501 5.1.3"),
        arguments("RCPT TO:<@a.example:>", "501 5.1.3"),
        arguments("RCPT TO:<@a.example,b.example:c@d.example>", "501 5.1.3"),
        arguments("RCPT TO:<@a.example,:c@d.example>", "501 5.1.3"),
        arguments("RCPT TO:<@a b:c@d.example>", "501 5.1.3"));
  }

  static Stream<Arguments> invalidParameters() {
    return Stream.of(
        arguments("MAIL FROM:<> SIZE", "501 5.5.4"),
        arguments("MAIL FROM:<> SIZE=", "501 5.5.4"),
        arguments("MAIL FROM:<> SIZE=-1", "501 5.5.4"),
        arguments("MAIL FROM:<> SIZE=1k", "501 5.5.4"),
        arguments("MAIL FROM:<> SIZE=٣", "501 5.5.4"),
        arguments("MAIL FROM:<> SIZE=999999999999999999999", "501 5.5.4"),
        arguments("MAIL FROM:<> SIZE=1 SIZE=2", "501 5.5.4"),
        arguments("MAIL FROM:<> SIZE=1=2", "501 5.5.4"),
        arguments("MAIL FROM:<> BODY=9BIT", "501 5.5.4"),
        arguments("MAIL FROM:<> BODY", "501 5.5.4"),
        arguments("MAIL FROM:<> SMTPUTF8=yes", "501 5.5.4"),
        arguments("MAIL FROM:<> AUTH=", "501 5.5.4"),
        arguments("MAIL FROM:<> AUTH=nobody", "501 5.5.4"),
        arguments("MAIL FROM:<> AUTH=a+4@b.example", "501 5.5.4"),
        arguments("MAIL FROM:<> AUTH=a+3d@b.example", "501 5.5.4"),
        arguments("MAIL FROM:<> RET=ALL", "501 5.5.4"),
        arguments("MAIL FROM:<> RET=FULL RET=FULL", "501 5.5.4"),
        arguments("MAIL FROM:<> ENVID=+0A", "501 5.5.4"),
        arguments("MAIL FROM:<> ENVID=ä", "501 5.5.4"),
        arguments("MAIL FROM:<> ENVID=+C3+A4", "501 5.5.4"),
        arguments("MAIL FROM:<> ENVID=" + "x".repeat(101), "501 5.5.4"),
        arguments("MAIL FROM:<> X-Y X-y", "501 5.5.4"),
        arguments("MAIL FROM:<> -X", "501 5.5.4"),
        arguments("MAIL FROM:<> X_Y=1", "501 5.5.4"),
        arguments("MAIL FROM:<> =1", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> NOTIFY=", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> NOTIFY=ALWAYS", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> NOTIFY=NEVER,DELAY", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> NOTIFY=DELAY,", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> NOTIFY=DELAY NOTIFY=DELAY", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> ORCPT=a@b.example", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> ORCPT=rfc822;", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> ORCPT=;a@b.example", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> ORCPT=rf(c;a@b.example", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> ORCPT=rfc822;a+@b.example", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> ORCPT=rfc822;+0Aa@b.example", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> ORCPT=rfc822;ä@b.example", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> ORCPT=rfc822;" + "x".repeat(494), "501 5.5.4"),
        arguments("RCPT TO:<postmaster> ORCPT=utf-8;a+b@c.example", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> ORCPT=utf-8;\\x{D800}@c.example", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> ORCPT=utf-8;\\x{FFFFFF}@c.example", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> ORCPT=utf-8;\\x{0A}@c.example", "501 5.5.4"),
        arguments("RCPT TO:<postmaster> ORCPT=utf-8;\\y@c.example", "501 5.5.4"));
  }

  static Stream<Arguments> invalidOthers() {
    return Stream.of(
        arguments("EHLO", "501 5.5.4"),
        arguments("HELO ", "501 5.5.4"),
        arguments("LHLO", "501 5.5.4"),
        arguments("EHLO пример.рф", "501 5.5.4"),
        arguments("EHLO " + "a".repeat(256), "501 5.5.4"),
        arguments("DATA now", "501 5.5.4"),
        arguments("RSET now", "501 5.5.4"),
        arguments("QUIT now", "501 5.5.4"),
        arguments("STARTTLS now", "501 5.5.4"),
        arguments("VRFY", "501 5.5.4"),
        arguments("EXPN  ", "501 5.5.4"),
        arguments("BDAT", "501 5.5.4"),
        arguments("BDAT x", "501 5.5.4"),
        arguments("BDAT -1", "501 5.5.4"),
        arguments("BDAT +1", "501 5.5.4"),
        arguments("BDAT 1 FIRST", "501 5.5.4"),
        arguments("BDAT 1 LAST LAST", "501 5.5.4"),
        arguments("BDAT 1234567890123456789", "501 5.5.4"),
        arguments("BDAT ١", "501 5.5.4"),
        arguments("AUTH", "501 5.5.4"),
        arguments("AUTH PLAIN YQ== YQ==", "501 5.5.4"),
        arguments("AUTH PLA(IN", "504 5.5.4"),
        arguments("AUTH " + "A".repeat(21), "504 5.5.4"),
        arguments("AUTH PLAIN *", "501 5.5.2"),
        arguments("AUTH PLAIN =AAA", "501 5.5.2"),
        arguments("AUTH PLAIN YQ=", "501 5.5.2"),
        arguments("AUTH PLAIN Y===", "501 5.5.2"),
        arguments("NOOP \0", "500 5.5.2"),
        arguments("NO\0OP", "500 5.5.2"),
        arguments("NOOP a\rb", "500 5.5.2"),
        arguments("NOOP a\nb", "500 5.5.2"),
        arguments("NOOP\ta", "500 5.5.2"),
        arguments("MAIL FROM:<a\u007F@b.example>", "500 5.5.2"),
        arguments("x".repeat(511), "500 5.5.2"),
        arguments("NOOP " + "x".repeat(506), "500 5.5.2"),
        arguments("AUTH PLAIN " + "A".repeat(12_400), "500 5.5.6"));
  }

  @ParameterizedTest
  @MethodSource({"invalidTimes", "invalidPaths", "invalidParameters", "invalidOthers"})
  void an_invalid_command_is_refused(String line, String expected) {
    var fault =
        catchThrowableOfType(
            SmtpSyntaxException.class, () -> CommandParser.parse(line.getBytes(UTF_8)));
    assertThat(fault).as(line).isNotNull();
    var reply = fault.reply();
    assertThat(reply.code() + " " + reply.enhanced()).isEqualTo(expected);
  }

  @Test
  void broken_utf_8_is_refused() {
    var line = new byte[] {'N', 'O', 'O', 'P', ' ', (byte) 0xC3, '('};
    var fault = catchThrowableOfType(SmtpSyntaxException.class, () -> CommandParser.parse(line));
    assertThat(fault.reply()).isEqualTo(Reply.of(500, "5.5.2", "command is not UTF-8"));
  }

  @Test
  void each_verb_takes_a_line_of_its_own_length() throws Exception {
    assertThat(CommandParser.parse(("NOOP " + "x".repeat(505)).getBytes(UTF_8)).verb())
        .isEqualTo(Verb.NOOP);
    var mail = "MAIL FROM:<> " + "X".repeat(Verb.MAIL.maxLine() - 15);
    assertThat(CommandParser.parse(mail.getBytes(UTF_8)).verb()).isEqualTo(Verb.MAIL);
    for (var verb : Verb.values()) assertThat(verb.maxLine()).isBetween(512, Verb.MAX_LINE);
  }

  @Test
  void an_address_beyond_ascii_says_so() throws Exception {
    var plain = (SmtpCommand.Mail) CommandParser.parse("MAIL FROM:<a@b.example>".getBytes(UTF_8));
    assertThat(plain.needsSmtpUtf8()).isFalse();
    var local = (SmtpCommand.Mail) CommandParser.parse("MAIL FROM:<ä@b.example>".getBytes(UTF_8));
    assertThat(local.needsSmtpUtf8()).isTrue();
    var domain = (SmtpCommand.Rcpt) CommandParser.parse("RCPT TO:<a@ä.example>".getBytes(UTF_8));
    assertThat(domain.needsSmtpUtf8()).isTrue();
  }

  @Test
  void what_was_given_can_be_compared_with_what_was_offered() throws Exception {
    var line = "MAIL FROM:<> X-Y=1 SIZE=7 RET=FULL smtputf8";
    var mail = (SmtpCommand.Mail) CommandParser.parse(line.getBytes(UTF_8));
    assertThat(mail.parameters().keywords()).containsExactly("SIZE", "SMTPUTF8", "RET", "X-Y");
  }

  @Test
  void dsn_parameters_say_what_is_meant() {
    assertThat(new EnvelopeId("a+20b+2B").text()).isEqualTo("a b+");
    assertThat(new OriginalRecipient("rfc822", "Bob+2B1@b.example").address())
        .isEqualTo("Bob+1@b.example");
    assertThat(new OriginalRecipient("UTF-8", "\\x{440}\\x{2B}ä@\\x{1F600}").address())
        .isEqualTo("р+ä@😀");
    assertThat(Xtext.encode("a =+ä")).isEqualTo("a+20+3D+2B+C3+A4");
  }

  @Test
  void the_initial_response_is_not_shown() throws Exception {
    var auth = CommandParser.parse("AUTH PLAIN AGEAYg==".getBytes(UTF_8));
    assertThat(auth.toString()).doesNotContain("AGEAYg==");
  }

  @Test
  void hello_names_are_told_apart_by_their_looks() {
    assertThat(new HelloName("mx.example.org").form()).isEqualTo(HelloName.Form.DOMAIN);
    assertThat(new HelloName("[192.0.2.1]").form()).isEqualTo(HelloName.Form.ADDRESS_LITERAL);
    assertThat(new HelloName("[IPv6:::1]").form()).isEqualTo(HelloName.Form.ADDRESS_LITERAL);
    assertThat(new HelloName("192.0.2.1").form()).isEqualTo(HelloName.Form.OTHER);
    assertThat(new HelloName("a..b").form()).isEqualTo(HelloName.Form.OTHER);
  }
}
