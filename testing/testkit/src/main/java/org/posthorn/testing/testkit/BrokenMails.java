package org.posthorn.testing.testkit;

import java.util.List;

/// Bytes that are hardly a message.
final class BrokenMails {
  private BrokenMails() {}

  static List<Mail> all() {
    return List.of(
        raw("empty", ""),
        raw("only-crlf", "\r\n"),
        raw("only-lf", "\n"),
        raw("headers-only", "From: juliet@example.test\r\nSubject: no body\r\n"),
        raw("headers-only-unfinished", "From: juliet@example.test\r\nSubject: no end"),
        raw("headers-and-empty-body", "From: juliet@example.test\r\nSubject: x\r\n\r\n"),
        raw("body-only", "\r\nno header at all\r\n"),
        raw("text-only", "Dear Romeo,\r\n\r\nthis is not a header.\r\n"),
        raw("no-final-newline", "Subject: x\r\n\r\nno newline at the end"),
        raw("bare-lf", "From: juliet@example.test\nSubject: x\n folded\n\nline\nline\n"),
        raw("bare-cr", "From: juliet@example.test\rSubject: x\r\rline\rline\r"),
        raw(
            "mixed-newlines",
            "Subject: x\nFrom: a@example.test\r\nX: \ry\r\r\n\n\r\na\nb\rc\r\nd\n\r"),
        raw("nul-bytes", "Sub\0ject: x\0y\r\nFrom: \0@example.test\r\n\r\na\0b\0\0\r\n\0"),
        raw("smuggling", "Subject: x\r\n\r\na\n.\nMAIL FROM:<>\r\n.\rRCPT\n.\r\n\r.\r\n"),
        raw("very-long-line", "Subject: x\r\n\r\n" + "x".repeat(1_000_000) + "\r\n"),
        raw(
            "line-of-999",
            "Subject: x\r\n\r\n" + "x".repeat(999) + "\r\n" + "y".repeat(998) + "\r\n"),
        raw("many-empty-lines", "Subject: x\r\n\r\n" + "\r\n".repeat(50_000)),
        raw("binary", binary()),
        raw("byte-order-mark", "\u00ef\u00bb\u00bfSubject: x\r\n\r\nbody\r\n"),
        raw(
            "bad-utf-8",
            "Subject: \u00c3( \u00ed\u00a0\u0080 \u00f8\u0088\u0080\r\n\r\n\u00c0\u0080\r\n"),
        raw("colons", ":".repeat(3000) + "\r\n" + " :\r\n".repeat(3000) + "\r\nbody\r\n"),
        raw("parentheses", "From: " + "(".repeat(50_000) + "\r\n\r\nbody\r\n"),
        raw("quotes", "To: " + "\"\\".repeat(50_000) + "\r\n\r\nbody\r\n"),
        raw("angles", "To: " + "<".repeat(50_000) + ">".repeat(50_000) + "\r\n\r\nbody\r\n"));
  }

  private static Mail raw(String name, String bytes) {
    return new MailText().raw(bytes).named(name);
  }

  private static String binary() {
    var bytes = new StringBuilder("Content-Transfer-Encoding: binary\r\n\r\n");
    for (var i = 0; i < 4096; i++) bytes.append((char) (i * 31 % 256));
    return bytes.toString();
  }
}
