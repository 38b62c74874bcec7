package org.posthorn.wire.imap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.imap.FetchAttribute.Partial;
import org.posthorn.wire.imap.FetchAttribute.Section;

/// A URL of one message or a part of one (RFC 5092), absolute or relative, perhaps authorized by
/// URLAUTH (RFC 4467).
///
/// @param server absent in a relative one
/// @param mailbox absent where it is the selected one
/// @param uidValidity 0 where it is not said
public record ImapUrl(
    @Nullable Server server,
    @Nullable MailboxName mailbox,
    long uidValidity,
    long uid,
    Section section,
    @Nullable Partial partial,
    @Nullable Authorization authorization) {

  /// The parameters in their order.
  private static final List<String> PARAMETERS =
      List.of("UIDVALIDITY", "UID", "SECTION", "PARTIAL", "EXPIRE", "URLAUTH");

  /// Where it is.
  ///
  /// @param user whose mailbox it is; the login that goes with it does not matter here
  public record Server(@Nullable String user, String host) {}

  /// RFC 4467 §3.
  ///
  /// @param expires the last moment at which it is valid
  /// @param user empty where the access names nobody
  /// @param rump the URL without the verifier, which is what is authorized
  public record Authorization(
      @Nullable Instant expires,
      Access access,
      String user,
      String rump,
      @Nullable Verifier verifier) {}

  /// Who may use an authorized URL.
  public enum Access {
    SUBMIT,
    USER,
    AUTHUSER,
    ANONYMOUS
  }

  /// What proves that the server has authorized it.
  ///
  /// @param mechanism in upper case
  /// @param token in lower case
  public record Verifier(String mechanism, String token) {}

  /// Absent for what is malformed, or no URL of a message: of a server, a mailbox, a search.
  public static @Nullable ImapUrl parse(String url) {
    if (url.length() > ImapLimits.URL_LENGTH || url.indexOf('?') >= 0) return null;
    try {
      return new Reader(url).read();
    } catch (ImapSyntaxException | IllegalArgumentException | DateTimeException _) {
      return null;
    }
  }

  /// Reads one URL. What is wrong is told by [IllegalArgumentException].
  private static final class Reader {
    private final String url;
    private @Nullable Server server;
    private int last = -1;
    private long uidValidity;
    private long uid;
    private Section section = Section.WHOLE_MESSAGE;
    private @Nullable Partial partial;
    private @Nullable Instant expires;
    private @Nullable Authorization authorization;

    Reader(String url) {
      this.url = url;
    }

    ImapUrl read() throws ImapSyntaxException {
      int path = server();
      if (path < url.length() && url.charAt(path) == '/') path++;
      else if (server != null) throw new IllegalArgumentException("no path");
      int parameters = url.indexOf(';', path);
      if (parameters < 0) throw new IllegalArgumentException("no message");
      // Another scheme (RFC 3986 §4.2).
      int colon = url.indexOf(':');
      if (path == 0 && colon >= 0 && colon < parameters)
        throw new IllegalArgumentException("not an imap URL");
      var name = withoutSlash(url.substring(path, parameters));
      var mailbox = name.isEmpty() ? null : new MailboxName(decoded(name));
      if (mailbox == null && server != null) throw new IllegalArgumentException("no mailbox");
      for (int at = parameters; at < url.length(); ) at = parameter(at + 1);
      if (uid == 0) throw new IllegalArgumentException("no message");
      if (expires != null && authorization == null)
        throw new IllegalArgumentException("EXPIRE without URLAUTH");
      return new ImapUrl(server, mailbox, uidValidity, uid, section, partial, authorization);
    }

    /// Where the path begins.
    private int server() {
      int from;
      if (url.regionMatches(true, 0, "imap://", 0, 7)) from = 7;
      else if (url.startsWith("//")) from = 2;
      else return 0;
      int end = url.indexOf('/', from);
      if (end < 0) throw new IllegalArgumentException("only a server");
      var authority = url.substring(from, end);
      int at = authority.lastIndexOf('@');
      var user = at < 0 ? "" : authority.substring(0, at);
      int login = user.indexOf(';');
      if (login >= 0) user = user.substring(0, login);
      var host = authority.substring(at + 1);
      if (host.isEmpty()) throw new IllegalArgumentException("no host");
      server = new Server(user.isEmpty() ? null : decoded(user), host);
      return end;
    }

    /// `;NAME=value`, from behind the semicolon; returns where the next one begins.
    private int parameter(int from) throws ImapSyntaxException {
      int equals = url.indexOf('=', from);
      int next = url.indexOf(';', from);
      int end = next < 0 ? url.length() : next;
      if (equals < 0 || equals > end) throw new IllegalArgumentException("no value");
      var name = url.substring(from, equals).toUpperCase(Locale.ROOT);
      int place = PARAMETERS.indexOf(name);
      if (place <= last) throw new IllegalArgumentException("unknown or out of order: " + name);
      last = place;
      take(name, withoutSlash(url.substring(equals + 1, end)), equals + 1);
      return end;
    }

    private void take(String name, String value, int valueAt) throws ImapSyntaxException {
      switch (name) {
        case "UIDVALIDITY" -> uidValidity = number(value);
        case "UID" -> uid = number(value);
        case "SECTION" -> section = FetchParser.sectionOf(decoded(value));
        case "PARTIAL" -> partial = partial(value);
        case "EXPIRE" -> expires = OffsetDateTime.parse(value).toInstant();
        default -> authorization = authorization(value, valueAt);
      }
    }

    private static long number(String digits) {
      if (digits.isEmpty() || digits.length() > 10 || !digits.chars().allMatch(Chars::isDigit))
        throw new IllegalArgumentException("no number");
      long number = Long.parseLong(digits);
      if (number == 0 || number > NumberSet.MAX_NUMBER)
        throw new IllegalArgumentException("no number of a message");
      return number;
    }

    private static Partial partial(String range) {
      int dot = range.indexOf('.');
      var offset = dot < 0 ? range : range.substring(0, dot);
      long from = offset.equals("0") ? 0 : number(offset);
      return new Partial(from, dot < 0 ? Long.MAX_VALUE : number(range.substring(dot + 1)));
    }

    /// `access [":" mechanism ":" token]`
    private Authorization authorization(String value, int valueAt) {
      int colon = value.indexOf(':');
      var who = colon < 0 ? value : value.substring(0, colon);
      var rump = colon < 0 ? url : url.substring(0, valueAt + colon);
      Verifier verifier = null;
      if (colon >= 0) {
        int second = value.indexOf(':', colon + 1);
        if (second < 0) throw new IllegalArgumentException("no token");
        var token = value.substring(second + 1).toLowerCase(Locale.ROOT);
        if (token.length() < 32 || !token.chars().allMatch(c -> Character.digit(c, 16) >= 0))
          throw new IllegalArgumentException("token too short");
        var mechanism = value.substring(colon + 1, second).toUpperCase(Locale.ROOT);
        verifier = new Verifier(mechanism, token);
      }
      var lower = who.toLowerCase(Locale.ROOT);
      if (lower.equals("authuser"))
        return new Authorization(expires, Access.AUTHUSER, "", rump, verifier);
      if (lower.equals("anonymous"))
        return new Authorization(expires, Access.ANONYMOUS, "", rump, verifier);
      int plus = who.indexOf('+');
      var access =
          switch (plus < 0 ? "" : lower.substring(0, plus)) {
            case "submit" -> Access.SUBMIT;
            case "user" -> Access.USER;
            default -> throw new IllegalArgumentException("unknown access");
          };
      var user = decoded(who.substring(plus + 1));
      if (user.isEmpty()) throw new IllegalArgumentException("no user");
      return new Authorization(expires, access, user, rump, verifier);
    }

    private static String withoutSlash(String text) {
      return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /// Percent-encoded UTF-8 (RFC 5092 §8).
    private static String decoded(String text) {
      var octets = new ByteArrayOutputStream(text.length());
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c != '%') {
          octets.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
          continue;
        }
        if (i + 2 >= text.length()) throw new IllegalArgumentException("half an escape");
        int high = Character.digit(text.charAt(i + 1), 16);
        int low = Character.digit(text.charAt(i + 2), 16);
        if (high < 0 || low < 0) throw new IllegalArgumentException("no escape");
        octets.write(high << 4 | low);
        i += 2;
      }
      var decoded = Utf8.decode(octets.toByteArray());
      if (decoded == null) throw new IllegalArgumentException("not UTF-8");
      return decoded;
    }
  }
}
