package org.posthorn.testing.testkit;

import java.util.List;

/// Charsets, encoded words (RFC 2047), parameters (RFC 2231) and transfer encodings, right and
/// wrong.
final class EncodedMails {
  private EncodedMails() {}

  static List<Mail> all() {
    return List.of(
        encodedWords(),
        brokenEncodedWords(),
        parameters(),
        brokenParameters(),
        charset("windows-1252", "wrong-charset-name-and-bytes", "\u0093x\u0094 \u0080"),
        charset("utf-8", "latin-1-called-utf-8", "Gr\u00fc\u00dfe \u00c3"),
        charset("us-ascii", "8-bit-called-ascii", "Gr\u00c3\u00bc\u00c3\u009fe"),
        charset("x-unknown-8bit", "unknown-charset", "\u00ff\u00fe\u0000"),
        charset("../../etc/passwd", "charset-is-a-path", "text"),
        charset("utf-16", "utf-16", "\u00fe\u00ff\u0000a\u0000b"),
        charset("utf-7", "utf-7", "+AGEAYg- +/v8-"),
        quotedPrintable(),
        base64(),
        encoding("x-uuencode", "uuencode", "begin 644 a.txt\r\n#0V%T\r\n`\r\nend"),
        encoding("x-nonsense", "unknown-encoding", "??"),
        encoding("8bit; x=1, base64", "odd-encoding-value", "eA=="),
        uuencodedInText());
  }

  private static Mail encodedWords() {
    return MailText.mime(
            "=?utf-8?Q?a_=C3=BC?=\r\n =?UTF-8?B?w58=?= plain =?us-ascii?q?x?=", "text/plain")
        .lines(
            """
            X-Split: =?utf-8?B?4g==?= =?utf-8?B?gqw=?=
            X-Language: =?iso-8859-1*de?Q?Gr=FC=DFe?=
            X-Koi: =?koi8-r?B?8NLJ18XU?=
            X-Big5: =?big5?B?p0Gmbg==?=
            X-Gb: =?gb2312?B?xOO6ww==?= =?gb18030?B?xOO6ww==?=
            X-Sjis: =?shift_jis?B?k/qWew==?=
            X-Euckr: =?euc-kr?B?vsiz5w==?=
            X-Jp: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=
            X-Cp1251: =?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=
            X-Utf16: =?utf-16be?B?AGEAYg==?= =?utf-7?Q?+AOQ-?=
            X-Comment: (=?utf-8?Q?a?=) (=?utf-8?Q?a?= =?utf-8?Q?b?=) (=?utf-8?Q?a?=
             =?utf-8?Q?b?=)
            Reply-To: =?utf-8?Q?M=C3=BCller=2C_J=2E?= <m@example.test>

            body
            """)
        .named("encoded-words");
  }

  private static Mail brokenEncodedWords() {
    return MailText.mime("=?utf-8?Q?unfinished", "text/plain")
        .lines(
            """
            X-Charset: =?no-such-charset?Q?=FF=FE?= =??Q?x?= =?utf-8??x?=
            X-Encoding: =?utf-8?X?abc?= =?utf-8?BB?YQ==?=
            X-Base64: =?utf-8?B?YWJ?= =?utf-8?B?!!!!?= =?utf-8?B?YQ?= =?utf-8?B?Y Q==?=
            X-Quoted: =?utf-8?Q?=ZZ=4?= =?utf-8?Q?a b?= =?utf-8?Q??=
            X-Utf8: =?utf-8?Q?=C3?= =?utf-8?B?gA==?= =?utf-8?Q?=ED=A0=80?=
            X-Glued: a=?utf-8?Q?b?=c =?utf-8?Q?d?==?utf-8?Q?e?= "=?utf-8?Q?quoted?="
            X-Crlf: =?utf-8?Q?a=0D=0ABcc:_evil@example.test=00?=
            From: =?utf-8?Q?x=3Cevil=40example=2Etest=3E?= <=?utf-8?Q?j?=@example.test>

            body
            """)
        .raw("=?utf-8?Q?" + "=41".repeat(5000) + "?=\r\n")
        .named("broken-encoded-words");
  }

  private static Mail parameters() {
    return MailText.mime("Parameters", "multipart/mixed; boundary*0=\"ab\"; boundary*1=\"cd\"")
        .empty()
        .lines(
            """
            --abcd
            Content-Type: text/plain; name*=utf-8'de'Gr%C3%BC%C3%9Fe.txt; charset="utf-8"
            Content-Disposition: attachment; filename*0*=utf-8''%e2%82; filename*1*=%ac%20;
             filename*2="rates.txt"; filename="fallback.txt"

            a
            --abcd
            Content-Type: text/plain; name="=?utf-8?Q?w=C3=B6rd.txt?="; format=flowed; delsp=yes
            Content-Disposition: attachment; filename*2=c; filename*0=a; filename*1=b;
             modification-date="Mon, 2 Nov 2026 10:00:00 +0000"

            b
            --abcd--
            """)
        .named("rfc2231-parameters");
  }

  private static Mail brokenParameters() {
    return MailText.mime("Broken parameters", "text/plain; charset=\"utf-8; name=x")
        .lines(
            """
            Content-Disposition: attachment; filename=a b c.txt; filename*=utf-8'%zz;
             filename*0*=nonsense''%ff%fe; filename*99999999999=x; ;; =; size=-1; "x"=y; filename*=
            Content-ID: no angle brackets
            Content-Language: ,,de,,

            body
            """)
        .named("broken-parameters");
  }

  private static Mail charset(String charset, String name, String bytes) {
    return MailText.mime(name, "text/plain; charset=\"" + charset + "\"")
        .line("Content-Transfer-Encoding: 8bit")
        .empty()
        .raw(bytes + "\r\n")
        .named(name);
  }

  private static Mail encoding(String encoding, String name, String body) {
    return MailText.mime(name, "text/plain")
        .line("Content-Transfer-Encoding: " + encoding)
        .empty()
        .raw(body + "\r\n")
        .named(name);
  }

  private static Mail quotedPrintable() {
    return encoding(
        "Quoted-Printable",
        "broken-quoted-printable",
        "=C3=BC=c3=bc =ZZ =4\r\nsoft=  \r\nbreak=\r\n=0D=0A=00= =\nend=");
  }

  private static Mail base64() {
    return encoding(
        "BASE64",
        "broken-base64",
        "YWJj\r\n!!ZGVm#\r\nZw==aGk=\r\nY\r\n====\r\n\u00ff\u00ff\r\n" + "QUJD".repeat(1000));
  }

  private static Mail uuencodedInText() {
    return MailText.from("uuencoded")
        .empty()
        .lines("Here is the file:\n\nbegin 644 cat.txt\n#0V%T\n`\nend\n\nbegin 999 ../x\n")
        .named("uuencode-in-text");
  }
}
