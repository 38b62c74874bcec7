package org.posthorn.testing.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.posthorn.wire.report.Action;

/// Postfix with folders of its own, beside one that the machine may have.
record Postfix(Path program) implements Peer.Kind {

  /// Whether the test is there to end it or not.
  private static final int LONGEST_LIFE_SECONDS = 900;

  @Override
  public String domain() {
    return "postfix.test";
  }

  @Override
  public String secured() {
    return "with ESMTPS id";
  }

  @Override
  public String securedUtf8() {
    return "with UTF8SMTPS id";
  }

  @Override
  public Action handedOn() {
    return Action.RELAYED;
  }

  @Override
  public ProcessBuilder prepare(Peer.Place place) throws IOException, InterruptedException {
    var folder = place.folder();
    Peer.Place.folder(folder.resolve("spool"));
    Peer.Place.give(Peer.Place.folder(folder.resolve("data")), "postfix");
    Peer.Place.give(Peer.Place.folder(place.mails()), "nobody");
    Files.writeString(
        folder.resolve("mailboxes"),
        """
        romeo@postfix.test mails/
        romeo@strict.postfix.test mails/
        grün@postfix.test mails/
        """);
    var etc = Peer.Place.folder(folder.resolve("etc"));
    Files.writeString(etc.resolve("main.cf"), main(place));
    Files.writeString(etc.resolve("master.cf"), master(place));
    // Makes the folders of the queue.
    Program.of(program, "-c", etc.toString(), "check").run().well();
    var daemons =
        Program.of(
                program.resolveSibling("postconf"), "-c", etc.toString(), "-h", "daemon_directory")
            .run()
            .well();
    var master = Path.of(daemons.output().strip(), "master");
    return new ProcessBuilder(
        master.toString(), "-c", etc.toString(), "-e", Integer.toString(LONGEST_LIFE_SECONDS));
  }

  private static String main(Peer.Place place) {
    return """
    compatibility_level = 3.6
    queue_directory = %1$s/spool
    data_directory = %1$s/data
    maillog_file = %2$s
    maillog_file_prefixes = %1$s
    myhostname = mx.postfix.test
    mydestination =
    inet_interfaces = 127.0.0.1
    inet_protocols = ipv4
    mynetworks = 127.0.0.0/8
    alias_maps =
    virtual_mailbox_domains = postfix.test strict.postfix.test
    virtual_mailbox_base = %1$s
    virtual_mailbox_maps = texthash:%1$s/mailboxes
    virtual_uid_maps = static:65534
    virtual_gid_maps = static:65534
    transport_maps = inline:{example.test=smtp:[127.0.0.1]:%3$d}
    default_transport = error:no mail leaves this machine
    smtp_tls_security_level = encrypt
    smtpd_tls_chain_files = %4$s
    smtpd_tls_security_level = may
    smtpd_tls_received_header = yes
    """
        .formatted(place.folder(), place.log(), place.ourPort(), place.certificate());
  }

  /// As in Postfix's own file, without the services that run as somebody else.
  private static String master(Peer.Place place) {
    return """
    127.0.0.1:%d inet n - n - - smtpd
    127.0.0.1:%d inet n - n - - smtpd
     -o smtpd_discard_ehlo_keywords=chunking -o message_size_limit=%d
    cleanup unix n - n - 0 cleanup
    qmgr unix n - n 300 1 qmgr
    tlsmgr unix - - n 1000? 1 tlsmgr
    rewrite unix - - n - - trivial-rewrite
    bounce unix - - n - 0 bounce
    defer unix - - n - 0 bounce
    trace unix - - n - 0 bounce
    verify unix - - n - 1 verify
    flush unix n - n 1000? 0 flush
    proxymap unix - - n - - proxymap
    smtp unix - - n - - smtp
    showq unix n - n - - showq
    error unix - - n - - error
    retry unix - - n - - error
    virtual unix - n n - - virtual
    anvil unix - - n - 1 anvil
    scache unix - - n - 1 scache
    postlog unix-dgram n - n - 1 postlogd
    """
        .formatted(place.port(), place.strictPort(), Peer.Place.SMALL);
  }
}
