package org.posthorn.testing.testkit;

import java.util.List;

/// Messages as well-behaved programs send them.
final class OrdinaryMails {
  private static final String ALTERNATIVE =
      """
      --inner
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      K=C3=BCsse und Gr=C3=BC=C3=9Fe, a line that is softly =
      broken
      --inner
      Content-Type: text/html; charset=utf-8

      <p>K&uuml;sse <img src="cid:rose@example.test"></p>
      --inner--
      """;

  private OrdinaryMails() {}

  static List<Mail> all() {
    return List.of(
        plain(), utf8(), alternative(), mixed(), forwarded(), report(), japanese(), dots());
  }

  private static Mail plain() {
    return MailText.from("Wherefore art thou").empty().line("What's in a name?").named("plain");
  }

  private static Mail utf8() {
    return MailText.mime("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "text/plain; charset=utf-8")
        .line("Content-Transfer-Encoding: 8bit")
        .empty()
        .line("Grüße aus Verona: 愛 ♥ 😀")
        .named("utf-8-8bit");
  }

  private static Mail alternative() {
    return MailText.mime("Alternative", "multipart/alternative; boundary=inner")
        .empty()
        .line("This is a multi-part message in MIME format.")
        .lines(ALTERNATIVE)
        .named("alternative");
  }

  private static Mail mixed() {
    return MailText.mime("Invoice", "multipart/mixed; boundary=\"=_outer (1)\"")
        .empty()
        .lines(
            """
            --=_outer (1)
            Content-Type: multipart/related; boundary=middle; type="multipart/alternative"

            --middle
            Content-Type: multipart/alternative; boundary=inner

            """)
        .lines(ALTERNATIVE)
        .lines(
            """
            --middle
            Content-Type: image/gif; name="rose.gif"
            Content-Transfer-Encoding: base64
            Content-ID: <rose@example.test>
            Content-Disposition: inline; filename="rose.gif"

            R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7
            --middle--
            --=_outer (1)
            Content-Type: application/pdf; name="invoice.pdf"
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename="invoice.pdf"; size=9
            Content-Description: The invoice
            Content-Language: en, de
            Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==
            Content-Location: https://example.test/invoice.pdf

            JVBERi0xLjQK
            --=_outer (1)--
            """)
        .named("mixed-related-alternative");
  }

  private static Mail forwarded() {
    return MailText.mime("Fwd: Alternative", "multipart/mixed; boundary=fwd")
        .line("In-Reply-To: <first@example.test>")
        .line("References: <zero@example.test> <first@example.test>")
        .empty()
        .lines(
            """
            --fwd

            See below.
            --fwd
            Content-Type: message/rfc822
            Content-Disposition: attachment

            From: Nurse <nurse@example.test>
            To: Juliet <juliet@example.test>
            Subject: The original
            Date: Sun, 1 Nov 2026 09:00:00 +0100
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary=inner

            """)
        .lines(ALTERNATIVE)
        .line("--fwd--")
        .named("message-rfc822");
  }

  private static Mail report() {
    return MailText.mime(
            "Delivery failed", "multipart/report; report-type=delivery-status; boundary=r")
        .line("Auto-Submitted: auto-replied")
        .empty()
        .lines(
            """
            --r

            Your message could not be delivered.
            --r
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mail.example.test

            Final-Recipient: rfc822; tybalt@example.test
            Action: failed
            Status: 5.1.1
            --r
            Content-Type: text/rfc822-headers

            From: juliet@example.test
            Subject: The original
            --r--
            """)
        .named("delivery-report");
  }

  private static Mail japanese() {
    return MailText.mime("=?ISO-2022-JP?B?GyRCNCskaiRDGyhC?=", "text/plain; charset=ISO-2022-JP")
        .line("Content-Transfer-Encoding: 7bit")
        .empty()
        .raw("\033$B4+$j$C\033(B\r\n")
        .named("iso-2022-jp");
  }

  private static Mail dots() {
    return MailText.from("Dots").empty().lines(".\n..\n.x\nx.\n").line(".").named("dots");
  }
}
