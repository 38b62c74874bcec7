package org.posthorn.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.posthorn.app.DirectoryAnswer.OneAccount;
import org.posthorn.wire.mail.DomainName;

/// The first message in a mailbox: what to try.
final class WelcomeMail {
  // RFC 5322 §3.3
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

  private static final String TEXT =
      """
      Return-Path: <postmaster@{domain}>
      Date: {date}
      From: Posthorn <postmaster@{domain}>
      To: {name} <{address}>
      Subject: Welcome to Posthorn
      Message-ID: <{id}@{domain}>
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit
      Auto-Submitted: auto-generated

      Dear {name},

      this is the first message in your mailbox. It came the way that all mail comes:
      it was on disk before anybody was told that it was delivered.

      Some things to try:

      - Send yourself a message at {detail}: what follows the + is yours to choose.
      - Make a folder in your mail program, and watch another one show it.
      - As administrator, have the server explain itself:
          posthorn address test {address}
          posthorn account list
          posthorn alias add info@{domain} {address}
          posthorn help

      Posthorn
      """;

  private WelcomeMail() {}

  static byte[] to(OneAccount account, DomainName domain, Instant now) {
    var date = DATE.format(now.atOffset(ZoneOffset.UTC));
    return TEXT.replace("{name}", account.displayName())
        .replace("{address}", account.address())
        .replace("{detail}", account.address().replace("@", "+anything@"))
        .replace("{date}", date)
        .replace("{id}", "welcome." + account.id() + "." + now.toEpochMilli())
        .replace("{domain}", domain.text())
        .replace("\n", "\r\n")
        .getBytes(UTF_8);
  }
}
