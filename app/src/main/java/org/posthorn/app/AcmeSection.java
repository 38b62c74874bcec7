package org.posthorn.app;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.acme.Proof;

/// The table `[tls.acme]` of [Config]: certificates that the server orders by itself.
record AcmeSection(
    @Doc(
            value =
                """
                The directory of an ACME server, such as Let's Encrypt's. With it the server orders a \
                certificate and renews it; until the first is there it uses one that it makes itself.\
                """,
            example = "\"https://acme-v02.api.letsencrypt.org/directory\"")
        @Nullable String directory,
    @Doc(value = "You have read the ACME server's terms of service and accept them.", or = "false")
        boolean agreedTerms,
    @Doc(
            value = "Mail addresses that the authority may write to.",
            or = "[]",
            example = "[\"postmaster@example.org\"]")
        List<String> contacts,
    @Doc(
            value =
                """
                What the certificate is for. Without any: the server's own name, and those MX hosts of \
                the hosted domains whose addresses are the same. "*.example.org" needs dns-01.\
                """,
            or = "[]")
        List<String> names,
    @Doc(
            value =
                """
                How it is proved that the names are yours: "http-01" (the ACME server comes to port \
                80), "tls-alpn-01" (it comes to port 443), or "dns-01" (a program of yours publishes a \
                record). The ports are open only while an order is under way.\
                """,
            or = "\"http-01\"")
        Proof.Kind challenge,
    @Doc(
            value = "Where to listen for challenges; on a machine without IPv6 write \"0.0.0.0\".",
            or = "\"::\"")
        InetAddress address,
    @Doc(value = "The port for http-01, if something passes port 80 on to it.", or = "80")
        int httpPort,
    @Doc(value = "The port for tls-alpn-01, if something passes port 443 on to it.", or = "443")
        int tlsPort,
    @Doc(
            value =
                """
                The program for dns-01. It is called with "add" or "remove", the name of a TXT record, \
                and what the record says, and ends when that is done.\
                """,
            example = "\"/etc/posthorn/acme-dns\"")
        @Nullable Path dnsProgram,
    @Doc(value = "How long all name servers of the domain take to have the record.", or = "\"30s\"")
        Duration dnsDelay,
    @Doc(
            value = "The id of an account with the authority, where it wants one (EAB).",
            example = "\"kid-1\"")
        @Nullable String accountId,
    @Doc(
            value = "A file with that account's MAC key, as the authority gave it (base64url).",
            example = "\"/etc/posthorn/acme.key\"")
        @Nullable Path accountKeyFile,
    @Doc(
            value =
                "PEM file with authorities that vouch for the ACME server, if it is one of your"
                    + " own.",
            example = "\"/etc/posthorn/company-ca.pem\"")
        @Nullable Path caFile) {

  AcmeSection {
    contacts = List.copyOf(contacts);
    names = List.copyOf(names);
    if (directory != null) checkDirectory(directory);
    for (var name : names)
      if (!name.matches("(\\*\\.)?[A-Za-z0-9][A-Za-z0-9.-]{0,250}[A-Za-z0-9]"))
        throw new IllegalArgumentException("names: not a host name: " + name);
    if (names.size() > AcmeSetup.MAX_NAMES)
      throw new IllegalArgumentException("names: at most " + AcmeSetup.MAX_NAMES);
    for (var contact : contacts)
      if (!contact.contains("@"))
        throw new IllegalArgumentException("contacts: not a mail address: " + contact);
    checkPort(httpPort, "http-port");
    checkPort(tlsPort, "tls-port");
    if (challenge == Proof.Kind.DNS_01 && dnsProgram == null)
      throw new IllegalArgumentException("challenge: dns-01 needs a dns-program");
    if (challenge != Proof.Kind.DNS_01 && names.stream().anyMatch(it -> it.startsWith("*")))
      throw new IllegalArgumentException("names: a wildcard needs challenge = \"dns-01\"");
    if ((accountId == null) != (accountKeyFile == null))
      throw new IllegalArgumentException(
          "account-id: needs account-key-file, which needs account-id");
    if (dnsDelay.compareTo(Duration.ofHours(1)) > 0)
      throw new IllegalArgumentException("dns-delay: an hour at most");
  }

  private static void checkDirectory(String directory) {
    var uri = URI.create(directory);
    if (!"https".equals(uri.getScheme()) || uri.getHost() == null)
      throw new IllegalArgumentException("directory: has to begin with https://");
  }

  private static void checkPort(int port, String key) {
    if (port < 1 || port > 65_535)
      throw new IllegalArgumentException(key + ": not between 1 and 65535: " + port);
  }
}
