package org.posthorn.domain.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.EmailAddress;

/// Another server that has an account's mail, where its programs are to go.
///
/// @param server a host's name, perhaps with the port of IMAP
public record Referral(Kind kind, String server) {

  /// What becomes of logins here.
  public enum Kind {
    /// They are refused.
    MOVED,
    /// They go on, and IMAP clients are told (RFC 2221 §4.1).
    ADVISED
  }

  private static final Pattern SERVER =
      Pattern.compile("([A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)(?::([0-9]{1,5}))?");

  private static final int MAX_PORT = 65_535;

  public Referral {
    var matcher = SERVER.matcher(server);
    if (!matcher.matches()) throw new IllegalArgumentException("not HOST or HOST:PORT: " + server);
    var port = matcher.group(2);
    if (port != null && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > MAX_PORT))
      throw new IllegalArgumentException("not between 1 and 65535: " + port);
  }

  /// Reads what [#toString] has written; null when it is anything else.
  public static @Nullable Referral parse(@Nullable String text) {
    int space = text == null ? -1 : text.indexOf(' ');
    if (text == null || space < 0) return null;
    try {
      var kind = Kind.valueOf(text.substring(0, space).toUpperCase(Locale.ROOT));
      return new Referral(kind, text.substring(space + 1));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /// The server without a port.
  public String host() {
    int colon = server.indexOf(':');
    return colon < 0 ? server : server.substring(0, colon);
  }

  /// Where the mail of this account is, by IMAP: `imap://user;AUTH=*@server/` (RFC 5092 §3).
  public String imapUrl(EmailAddress account) {
    var url = new StringBuilder("imap://");
    for (byte octet : account.toString().getBytes(UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (plain || "-._~".indexOf(c) >= 0) url.append(c);
      else url.append("%%%02X".formatted((int) c));
    }
    return url.append(";AUTH=*@").append(server).append('/').toString();
  }

  /// As it is stored: `moved mail.example.org`.
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + server;
  }
}
