package org.posthorn.testing.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.posthorn.wire.report.Action;

/// Exim as Debian builds it, which wants a user Debian-exim: its package conflicts with Postfix's,
/// so it is unpacked and not installed, and nss_wrapper makes it believe that there is one. That is
/// nobody when we are root, else ourselves.
///
/// A copy of the program runs, because the original is set-user-ID root: what that is, believes no
/// nss_wrapper and takes no configuration from others than root.
record Exim(Path program, Path nssWrapper) implements Peer.Kind {

  @Override
  public String domain() {
    return "exim.test";
  }

  @Override
  public String secured() {
    return "by mx.exim.test with esmtps  (TLS1.3)";
  }

  @Override
  public String securedUtf8() {
    return "by mx.exim.test with utf8esmtps  (TLS1.3)";
  }

  @Override
  public Action handedOn() {
    // It has no other word (its own field X-Exim says more).
    return Action.DELIVERED;
  }

  @Override
  public ProcessBuilder prepare(Peer.Place place) throws IOException {
    var folder = place.folder();
    var spool = Peer.Place.folder(folder.resolve("spool"));
    Peer.Place.folder(place.mails());
    var isRoot = System.getProperty("user.name").equals("root");
    if (isRoot)
      for (var path : new Path[] {spool, place.mails(), place.certificate()})
        Peer.Place.give(path, "nobody");
    var user = Objects.requireNonNull((Integer) Files.getAttribute(spool, "unix:uid"));
    var group =
        isRoot ? user : Objects.requireNonNull((Integer) Files.getAttribute(spool, "unix:gid"));
    var copy = Files.copy(program, folder.resolve("exim"));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
    var configuration = folder.resolve("exim.conf");
    Files.writeString(configuration, configuration(place, user, group));
    var users = folder.resolve("passwd");
    Files.writeString(
        users, "root:x:0:0::/:/bin/sh\nDebian-exim:x:%d:%d::/:/bin/false\n".formatted(user, group));
    var groups = folder.resolve("group");
    Files.writeString(groups, "root:x:0:\nDebian-exim:x:%d:\n".formatted(group));
    var builder = new ProcessBuilder(copy.toString(), "-C", configuration.toString(), "-bdf");
    var environment = builder.environment();
    environment.put("LD_PRELOAD", nssWrapper.toString());
    environment.put("NSS_WRAPPER_PASSWD", users.toString());
    environment.put("NSS_WRAPPER_GROUP", groups.toString());
    return builder;
  }

  private static String configuration(Peer.Place place, int user, int group) {
    return """
    exim_path = %1$s/exim
    keep_environment = LD_PRELOAD : NSS_WRAPPER_PASSWD : NSS_WRAPPER_GROUP
    primary_hostname = mx.exim.test
    exim_user = %2$d
    exim_group = %3$d
    spool_directory = %1$s/spool
    log_file_path = %1$s/spool/%%s.log
    local_interfaces = 127.0.0.1
    daemon_smtp_ports = %4$d : %5$d
    deliver_drop_privilege = true
    tls_advertise_hosts = *
    tls_certificate = %6$s
    smtputf8_advertise_hosts = *
    dsn_advertise_hosts = *
    chunking_advertise_hosts = ${if eq{$received_port}{%5$d}{:}{*}}
    message_size_limit = ${if eq{$received_port}{%5$d}{%7$d}{50M}}
    domainlist here = exim.test : strict.exim.test
    acl_smtp_rcpt = check_rcpt
    acl_smtp_data = accept
    begin acl
    check_rcpt:
      accept domains = +here
             local_parts = romeo : grün
      deny domains = +here
           message = 5.1.1 nobody of that name
      accept
    begin routers
    elsewhere:
      driver = manualroute
      domains = ! +here
      transport = remote
      route_data = 127.0.0.1
      self = send
    mailboxes:
      driver = accept
      transport = maildir
    begin transports
    maildir:
      driver = appendfile
      directory = %8$s
      maildir_format
      return_path_add
    remote:
      driver = smtp
      port = %9$d
      hosts_require_tls = *
    """
        .formatted(
            place.folder(),
            user,
            group,
            place.port(),
            place.strictPort(),
            place.certificate(),
            Peer.Place.SMALL,
            place.mails(),
            place.ourPort());
  }
}
