package org.posthorn.testing.testkit;

import java.util.List;

/// Odd header fields over ordinary bodies.
final class HeaderMails {
  private HeaderMails() {}

  static List<Mail> all() {
    return List.of(
        oddlyFolded(),
        addresses(),
        badAddresses(),
        obsolete(),
        duplicated(),
        rawUtf8(),
        rawLatin1(),
        huge(),
        many(),
        longWord(),
        badDates(),
        noColon(),
        spaceBeforeColon(),
        unixFrom());
  }

  private static Mail oddlyFolded() {
    return new MailText()
        .raw("Subject:\r\n folded\r\n\tat the start\r\n \r\n and over a blank line\r\n")
        .raw("From: juliet\r\n @example.test (a\r\n comment (nested\r\n )) \r\n")
        .raw("To:romeo@example.test\r\nMIME-Version: (no) 1 . (really) 0\r\n")
        .raw("Content-Type: text\r\n /\r\n plain\r\n ;\r\n charset\r\n =\r\n \"us-\r\n ascii\"\r\n")
        .raw("Message-ID:\r\n  <folded@example.test>\r\nX-Empty:\r\nX-Blank:   \r\n\r\nbody\r\n")
        .named("oddly-folded");
  }

  private static Mail addresses() {
    return MailText.from("Addresses")
        .line("Cc: A Group:Ed <ed@example.test>,joe@example.test;, Undisclosed:;")
        .line("Reply-To: \"Quoted, \\\"with\\\" comma\" <\"odd local\"@example.test>,")
        .line(" (before) pete(his account)@silly.test(his host)")
        .line("Bcc: Mr. J. Doe <@route.test,@b.test:jdoe@[192.0.2.1]>, x@[IPv6:2001:db8::1]")
        .line("Sender: =?utf-8?Q?J=C3=BCrgen?= =?utf-8?B?IE3DvGxsZXI=?= <j@example.test>")
        .line("Resent-From: <>")
        .empty()
        .line("body")
        .named("addresses");
  }

  private static Mail badAddresses() {
    return new MailText()
        .lines(
            """
            From: Juliet juliet@example.test
            To: <<romeo@example.test>>, , ;, @, a@, @b, "unclosed <x@example.test>
            Cc: group: group: a@example.test; b@example.test
            Bcc: a b c d <x@y@z>, <x@example.test, (((unclosed
            Reply-To: MAILER-DAEMON (Mail Delivery System)
            Subject: Bad addresses

            body
            """)
        .named("bad-addresses");
  }

  /// RFC 5322 §4: what must be understood and not be made.
  private static Mail obsolete() {
    return new MailText()
        .lines(
            """
            Date : Fri, 21 Nov 97 09(comment):   55  :  06 EST
            From  : Joe Q. Public <john . q @ example. test>
            To: Mary Smith <@node.test,@b.test : mary@example.test>,, jdoe@test   . example
            Message-ID  : <5678 . 21-Nov-97 @ example.test>
            Subject:obsolete

            body
            """)
        .named("obsolete-syntax");
  }

  private static Mail duplicated() {
    return MailText.mime("First", "text/plain")
        .lines(
            """
            Subject: Second
            From: second@example.test
            From: third@example.test
            Message-ID: <second@example.test>
            Date: Tue, 3 Nov 2026 10:00:00 +0000
            Content-Type: text/html
            Content-Type: multipart/mixed; boundary=x

            body
            """)
        .named("duplicated-fields");
  }

  private static Mail rawUtf8() {
    return new MailText()
        .lines(
            """
            From: Jürgen <jürgen@exämple.test>
            To: 二ノ宮@黒川.日本
            Subject: Grüße 愛
            X-Größe: groß

            Grüße
            """)
        .named("utf-8-headers");
  }

  private static Mail rawLatin1() {
    return new MailText()
        .raw(
            "From: J\u00fcrgen <juergen@example.test>\r\nSubject: Gr\u00fc\u00dfe \u0080\u00ff\r\n")
        .line("To: romeo@example.test")
        .raw("Content-Type: text/plain; name=\"\u00e4.txt\"\r\n\r\nbody\r\n")
        .named("latin-1-headers");
  }

  private static Mail huge() {
    var mail = MailText.from("Huge").raw("References:");
    for (var i = 0; i < 20_000; i++) mail.raw("\r\n <" + i + ".reference@example.test>");
    return mail.raw("\r\n\r\nbody\r\n").named("huge-header");
  }

  private static Mail many() {
    var mail = MailText.from("Many");
    for (var i = 0; i < 10_000; i++) mail.line("X-Field-" + i + ": " + i);
    return mail.empty().line("body").named("ten-thousand-fields");
  }

  private static Mail longWord() {
    return MailText.from("a".repeat(100_000)).empty().line("body").named("long-subject-line");
  }

  private static Mail badDates() {
    return new MailText()
        .lines(
            """
            Date: Mon, 32 Foo 2026 25:61:61 +9999
            Date: yesterday
            Resent-Date: 2026-11-02T10:00:00Z
            Received: from x by y; Thu, 99999999999 Jan 1970 00:00:00 -0000
            From: juliet@example.test
            Subject: Bad dates

            body
            """)
        .named("bad-dates");
  }

  private static Mail noColon() {
    return MailText.from("No colon")
        .line("this line has no colon at all")
        .line("X-After: still a header?")
        .line(": no name")
        .empty()
        .line("body")
        .named("header-without-colon");
  }

  private static Mail spaceBeforeColon() {
    return new MailText()
        .raw(" leading blank line continues nothing\r\nSubject : x\r\nX\u0001Y: control\r\n")
        .raw("From:\u00a0juliet@example.test\r\n\r\nbody\r\n")
        .named("continuation-first");
  }

  private static Mail unixFrom() {
    return new MailText()
        .line("From juliet@example.test Mon Nov  2 10:00:00 2026")
        .line("From: juliet@example.test")
        .line(">From here it is quoted: no")
        .empty()
        .line("From the body")
        .named("unix-from-line");
  }
}
