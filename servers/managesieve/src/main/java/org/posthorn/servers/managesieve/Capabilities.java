package org.posthorn.servers.managesieve;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.posthorn.domain.directory.SaslLogins;
import org.posthorn.domain.filters.SiteScripts;
import org.posthorn.wire.managesieve.Reply;
import org.posthorn.wire.sasl.Mechanism;
import org.posthorn.wire.sieve.Extension;
import org.posthorn.wire.sieve.SieveLimits;

/// What is told at the greeting, after STARTTLS and by CAPABILITY (RFC 5804 §1.7): nothing that
/// would then be refused.
final class Capabilities {

  private Capabilities() {}

  /// Lines without their ends.
  static List<String> of(ManageSieveSession session) {
    var connection = session.connection();
    var lines = new ArrayList<String>();
    lines.add(line("IMPLEMENTATION", "Posthorn"));
    lines.add(line("SASL", mechanisms(session)));
    lines.add(line("SIEVE", String.join(" ", Extension.capabilities(SiteScripts.EXTENSIONS))));
    if (connection.canStartTls() && session.state() instanceof SessionState.Anonymous)
      lines.add("\"STARTTLS\"");
    lines.add(line("NOTIFY", "mailto"));
    lines.add(line("EXTLISTS", String.join(" ", SiteScripts.LIST_SCHEMES)));
    lines.add(line("MAXREDIRECTS", Integer.toString(SieveLimits.MAX_REDIRECTS)));
    lines.add(line("LANGUAGE", "en"));
    if (session.state() instanceof SessionState.LoggedIn(var _, var name))
      lines.add(line("OWNER", name));
    lines.add("\"UNAUTHENTICATE\"");
    lines.add(line("VERSION", "1.0"));
    return lines;
  }

  private static String line(String name, String value) {
    return "\"" + name + "\" " + Reply.string(value);
  }

  private static String mechanisms(ManageSieveSession session) {
    var channel = SaslLogins.Channel.of(session.connection());
    return session.services().logins().offered(channel).stream()
        .map(Mechanism::wireName)
        .collect(Collectors.joining(" "));
  }
}
