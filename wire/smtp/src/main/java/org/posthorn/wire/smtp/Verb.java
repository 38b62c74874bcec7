package org.posthorn.wire.smtp;

import java.util.Locale;

/// The commands of SMTP, submission and LMTP, and what holds for each before it is even looked at.
///
/// The longest lines are RFC 5321's 512 octets, CRLF included, and what the extensions add; those
/// that are not spoken here (RFC 2852, 4865, 6710, 8689) are counted too, so that their parameters
/// get the answer they deserve rather than `line too long`.
public enum Verb {
  EHLO(In.SMTP, BeforeTls.YES, BeforeAuth.YES, Group.LAST, 512),
  HELO(In.SMTP, BeforeTls.NO, BeforeAuth.YES, Group.LAST, 512),
  LHLO(In.LMTP, BeforeTls.YES, BeforeAuth.YES, Group.LAST, 512),
  /// SIZE 26 (RFC 1870), BODY 17 and 16 (6152, 3030), SMTPUTF8 10 (6531), AUTH 500 (4954), RET 9
  /// and ENVID 107 (3461), BY 17, HOLD 34, MT-PRIORITY 15, REQUIRETLS 11.
  MAIL(
      In.BOTH,
      BeforeTls.NO,
      BeforeAuth.NO,
      Group.ANYWHERE,
      512 + 26 + 17 + 16 + 10 + 500 + 9 + 107 + 17 + 34 + 15 + 11),
  /// NOTIFY 29 and ORCPT 507 (RFC 3461).
  RCPT(In.BOTH, BeforeTls.NO, BeforeAuth.NO, Group.ANYWHERE, 512 + 29 + 507),
  DATA(In.BOTH, BeforeTls.NO, BeforeAuth.NO, Group.LAST, 512),
  /// RFC 3030 §4.2 shows it within a group.
  BDAT(In.BOTH, BeforeTls.NO, BeforeAuth.NO, Group.ANYWHERE, 512),
  RSET(In.BOTH, BeforeTls.NO, BeforeAuth.YES, Group.ANYWHERE, 512),
  NOOP(In.BOTH, BeforeTls.YES, BeforeAuth.YES, Group.LAST, 512),
  QUIT(In.BOTH, BeforeTls.YES, BeforeAuth.YES, Group.LAST, 512),
  VRFY(In.BOTH, BeforeTls.NO, BeforeAuth.NO, Group.LAST, 512 + 9),
  EXPN(In.BOTH, BeforeTls.NO, BeforeAuth.NO, Group.LAST, 512 + 9),
  HELP(In.BOTH, BeforeTls.NO, BeforeAuth.NO, Group.LAST, 512),
  STARTTLS(In.BOTH, BeforeTls.YES, BeforeAuth.YES, Group.LAST, 512),
  /// RFC 4954 §4: 12,288 octets suffice for all mechanisms.
  AUTH(In.BOTH, BeforeTls.NO, BeforeAuth.YES, Group.LAST, 12_288 + 32),
  /// Whatever else comes.
  UNKNOWN(In.BOTH, BeforeTls.NO, BeforeAuth.NO, Group.LAST, 512);

  private enum In {
    SMTP,
    LMTP,
    BOTH
  }

  private enum BeforeTls {
    YES,
    NO
  }

  private enum BeforeAuth {
    YES,
    NO
  }

  private enum Group {
    LAST,
    ANYWHERE
  }

  /// The longest line of all, CRLF included: what a reader of lines needs room for.
  public static final int MAX_LINE = 12_288 + 32;

  private final In in;
  private final BeforeTls beforeTls;
  private final BeforeAuth beforeAuth;
  private final Group group;
  private final int maxLine;

  Verb(In in, BeforeTls beforeTls, BeforeAuth beforeAuth, Group group, int maxLine) {
    this.in = in;
    this.beforeTls = beforeTls;
    this.beforeAuth = beforeAuth;
    this.group = group;
    this.maxLine = maxLine;
  }

  /// Whether SMTP and submission have it (RFC 2033 §4.1).
  public boolean inSmtp() {
    return in != In.LMTP;
  }

  /// Whether LMTP has it (RFC 2033 §4.1).
  public boolean inLmtp() {
    return in != In.SMTP;
  }

  /// Whether it may come before TLS where TLS is required; else 530 (RFC 3207 §4).
  public boolean beforeTls() {
    return beforeTls == BeforeTls.YES;
  }

  /// Whether it may come before AUTH where that is required; else 530 (RFC 4954 §6).
  public boolean beforeAuth() {
    return beforeAuth == BeforeAuth.YES;
  }

  /// Whether it has to be the last of a pipelined group (RFC 2920 §3.1); `SmtpCommand.endsGroup`
  /// knows an exception.
  public boolean endsGroup() {
    return group == Group.LAST;
  }

  /// The most octets of its line, CRLF included.
  public int maxLine() {
    return maxLine;
  }

  static Verb named(String word) {
    var upper = word.toUpperCase(Locale.ROOT);
    for (var verb : values()) if (verb != UNKNOWN && verb.name().equals(upper)) return verb;
    return UNKNOWN;
  }
}
