package org.posthorn.testing.testkit;

import java.util.List;

/// Multiparts and their boundaries, right by the letter or plainly wrong.
final class StructureMails {
  private static final int DEPTH = 600;

  private StructureMails() {}

  static List<Mail> all() {
    return List.of(
        deepMultipart(),
        deepMessages(),
        manyParts(),
        multipart("missing-final-boundary", "boundary=b", "--b\r\n\r\none\r\n--b\r\n\r\ntwo"),
        multipart("no-parts", "boundary=b", "only a preamble\r\n"),
        multipart("only-final-boundary", "boundary=b", "--b--\r\nepilogue\r\n"),
        multipart("empty-boundary", "boundary=\"\"", "--\r\n\r\none\r\n----\r\n"),
        multipart("no-boundary", "charset=utf-8", "--b\r\n\r\none\r\n--b--\r\n"),
        multipart("endless-boundary", "boundary=" + "b".repeat(5000), "--" + "b".repeat(5000)),
        multipart("boundary-with-blanks", "boundary=\"b \"", "--b \r\n\r\none\r\n--b --  \t\r\nx"),
        multipart(
            "boundary-prefix", "boundary=b", "--bb\r\n\r\nno\r\n--b\r\n\r\none\r\n--bc\r\n--b--"),
        multipart(
            "boundary-of-regex", "boundary=\".*+?()[]\"", "--.*+?()[]\r\n\r\none\r\n--.*+?()[]--"),
        multipart("bare-lf-boundaries", "boundary=b", "--b\n\none\n--b\n\ntwo\n--b--\n"),
        multipart("headers-run-into-boundary", "boundary=b", "--b\r\nX-A: 1\r\n--b\r\n--b--\r\n"),
        multipart("parts-without-headers", "boundary=b", "--b\r\n\r\n\r\n--b\r\n\r\n--b--\r\n"),
        multipart(
            "epilogue-with-boundary", "boundary=b", "--b\r\n\r\n1\r\n--b--\r\n--b\r\n\r\n2\r\n"),
        multipart(
            "base64-multipart", "boundary=b\r\nContent-Transfer-Encoding: base64", "LS1iDQo="),
        sameBoundaryInside(),
        outerBoundaryEndsInner(),
        digest(),
        truncatedMessage(),
        typeNonsense());
  }

  private static Mail multipart(String name, String parameter, String body) {
    return MailText.mime(name, "multipart/mixed; " + parameter).empty().raw(body).named(name);
  }

  private static Mail deepMultipart() {
    var mail = MailText.mime("Deep", "multipart/mixed; boundary=b0").empty();
    for (var i = 0; i < DEPTH; i++)
      mail.raw("--b" + i + "\r\nContent-Type: multipart/mixed; boundary=b" + (i + 1) + "\r\n\r\n");
    mail.raw("--b" + DEPTH + "\r\n\r\nthe bottom\r\n");
    for (var i = DEPTH; i >= 0; i--) mail.raw("--b" + i + "--\r\n");
    return mail.named("deep-multiparts");
  }

  private static Mail deepMessages() {
    var mail = MailText.mime("Deep messages", "message/rfc822").empty();
    for (var i = 0; i < DEPTH; i++)
      mail.raw("Subject: level " + i + "\r\nContent-Type: message/rfc822\r\n\r\n");
    return mail.raw("Subject: bottom\r\n\r\nthe bottom\r\n").named("deep-messages");
  }

  private static Mail manyParts() {
    var mail = MailText.mime("Many parts", "multipart/mixed; boundary=b").empty();
    for (var i = 0; i < 10_000; i++) mail.raw("--b\r\n\r\n" + i + "\r\n");
    return mail.raw("--b--\r\n").named("ten-thousand-parts");
  }

  private static Mail sameBoundaryInside() {
    return MailText.mime("Same boundary", "multipart/mixed; boundary=b")
        .empty()
        .raw("--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n")
        .raw("--b\r\n\r\none\r\n--b--\r\n--b--\r\n")
        .named("same-boundary-inside");
  }

  private static Mail outerBoundaryEndsInner() {
    return MailText.mime("Outer ends inner", "multipart/mixed; boundary=a")
        .empty()
        .raw("--a\r\nContent-Type: multipart/mixed; boundary=ab\r\n\r\n")
        .raw("--ab\r\n\r\none\r\n--a\r\n\r\ntwo\r\n--a--")
        .named("outer-boundary-ends-inner");
  }

  private static Mail digest() {
    return MailText.mime("Digest", "multipart/digest; boundary=d")
        .empty()
        .lines(
            """
            --d

            From: a@example.test
            Subject: first

            one
            --d

            From: b@example.test
            Subject: second

            two
            --d--
            """)
        .named("digest");
  }

  private static Mail truncatedMessage() {
    return MailText.mime("Cut", "message/rfc822")
        .empty()
        .raw("Subject: cu")
        .named("cut-in-a-header");
  }

  private static Mail typeNonsense() {
    return MailText.mime("Types", "multipart/mixed; boundary=b")
        .empty()
        .lines(
            """
            --b
            Content-Type: text

            1
            --b
            Content-Type: /plain

            2
            --b
            Content-Type: a/b/c; d

            3
            --b
            Content-Type: "text/plain"; charset

            4
            --b
            Content-Type:

            5
            --b
            Content-Type: TEXT/PLAIN; CHARSET=UTF-8 (a comment; x=y)
            Content-Type: image/png

            6
            --b
            Content-Type: message/rfc822
            Content-Transfer-Encoding: base64

            U3ViamVjdDogeA0KDQp5DQo=
            --b
            Content-Type: message/partial; number=1; total=2; id="x"

            7
            --b--
            """)
        .named("odd-content-types");
  }
}
