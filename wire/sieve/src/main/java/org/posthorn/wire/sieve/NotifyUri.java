package org.posthorn.wire.sieve;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.HeaderField;

/// Reads the URIs of `notify`: `mailto` (RFC 6068, RFC 5436) and `xmpp` (RFC 5122, RFC 5437).
final class NotifyUri {

  /// Longer ones are no addresses.
  static final int MAX_CHARACTERS = 4_000;

  /// RFC 5436 §5: as many as an alert needs.
  static final int MAX_RECIPIENTS = 10;

  static final int MAX_FIELDS = 20;

  /// RFC 5436 §2.7: they are made by the server whatever the URI says.
  private static final Set<String> IGNORED =
      Set.of(
          "from",
          "sender",
          "reply-to",
          "received",
          "return-path",
          "auto-submitted",
          "date",
          "message-id",
          "mime-version",
          "content-type",
          "content-transfer-encoding",
          "dkim-signature",
          "authentication-results");

  /// A URI that is none, or none that can be used.
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1;

    private final String text;

    Invalid(String text) {
      super(text);
      this.text = text;
    }

    String text() {
      return text;
    }

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  private NotifyUri() {}

  /// The scheme in lower case, or empty.
  static String scheme(String uri) {
    int colon = uri.indexOf(':');
    return colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
  }

  /// @param schemes those that the server has
  static NotifyMethod parse(String uri, List<String> schemes) throws Invalid {
    if (uri.length() > MAX_CHARACTERS) throw new Invalid("it is too long for a notification");
    for (int i = 0; i < uri.length(); i++)
      if (uri.charAt(i) <= ' '
          || uri.charAt(i) >= 0x7f
          || "<>\"\\^`{|}".indexOf(uri.charAt(i)) >= 0)
        throw new Invalid("this is no URI, since it has characters that must be percent-encoded");
    var scheme = scheme(uri);
    if (scheme.isEmpty()) throw new Invalid("this is no URI such as \"mailto:romeo@example.com\"");
    if (!schemes.contains(scheme))
      throw new Invalid("this server does not notify by \"" + scheme + ":\"");
    var rest = uri.substring(scheme.length() + 1);
    return switch (scheme) {
      case "mailto" -> mailto(uri, rest);
      case "xmpp" -> xmpp(uri, rest);
      default -> new NotifyMethod.Other(uri, scheme);
    };
  }

  // --- mailto

  // mailtoURI = "mailto:" [ to ] [ hfields ]; to = addr-spec *("," addr-spec)
  private static NotifyMethod mailto(String uri, String rest) throws Invalid {
    int hash = rest.indexOf('#');
    var plain = hash < 0 ? rest : rest.substring(0, hash);
    int query = plain.indexOf('?');
    var fields = new MailtoFields();
    fields.to.addAll(addresses(query < 0 ? plain : plain.substring(0, query)));
    if (query >= 0) for (var field : plain.substring(query + 1).split("&", -1)) fields.take(field);
    int recipients = fields.to.size() + fields.cc.size() + fields.bcc.size();
    if (recipients == 0) throw new Invalid("there is no address in it");
    if (recipients > MAX_RECIPIENTS)
      throw new Invalid("a notification goes to at most " + MAX_RECIPIENTS + " addresses");
    return new NotifyMethod.Mailto(
        uri, fields.to, fields.cc, fields.bcc, fields.subject, fields.body, fields.others);
  }

  private static final class MailtoFields {
    private final List<EmailAddress> to = new ArrayList<>();
    private final List<EmailAddress> cc = new ArrayList<>();
    private final List<EmailAddress> bcc = new ArrayList<>();
    private final List<HeaderField> others = new ArrayList<>();
    private @Nullable String subject;
    private @Nullable String body;

    // hfield = hfname "=" hfvalue
    void take(String field) throws Invalid {
      int equals = field.indexOf('=');
      if (equals < 1) throw new Invalid("a field after \"?\" is written as \"name=value\"");
      var name = decode(field.substring(0, equals));
      var written = field.substring(equals + 1);
      var value = decode(written);
      switch (name.toLowerCase(Locale.ROOT)) {
        case "to" -> to.addAll(addresses(written));
        case "cc" -> cc.addAll(addresses(written));
        case "bcc" -> bcc.addAll(addresses(written));
        case "subject" -> subject = oneLine(value);
        case "body" -> body = value;
        default -> other(name, value);
      }
    }

    private void other(String name, String value) throws Invalid {
      if (!HeaderNames.isValid(name)) throw new Invalid("\"" + name + "\" is no header field");
      var lower = name.toLowerCase(Locale.ROOT);
      if (IGNORED.contains(lower) || lower.startsWith("resent-")) return;
      if (others.size() == MAX_FIELDS) throw new Invalid("it has too many fields");
      others.add(new HeaderField(name, oneLine(value)));
    }
  }

  private static String oneLine(String value) {
    return value.replaceAll("[\r\n]+", " ");
  }

  private static List<EmailAddress> addresses(String written) throws Invalid {
    var addresses = new ArrayList<EmailAddress>();
    for (var each : written.split(",", -1)) {
      if (each.isEmpty()) continue;
      var address = SieveAddress.parse(decode(each));
      if (address == null) throw new Invalid("\"" + decode(each) + "\" is no address");
      addresses.add(address);
    }
    return addresses;
  }

  // --- xmpp

  // xmppuri = "xmpp" ":" [ "//" authxmpp "/" ] pathxmpp [ "?" querycomp ] [ "#" fragment ]
  private static NotifyMethod xmpp(String uri, String rest) throws Invalid {
    if (rest.startsWith("//"))
      throw new Invalid("an account to send from cannot be chosen (RFC 5437 §2.1)");
    int hash = rest.indexOf('#');
    var plain = hash < 0 ? rest : rest.substring(0, hash);
    int query = plain.indexOf('?');
    var jid = decode(query < 0 ? plain : plain.substring(0, query));
    if (!isJid(jid)) throw new Invalid("\"" + jid + "\" is no address of XMPP");
    String subject = null;
    String body = null;
    var pairs = query < 0 ? new String[0] : plain.substring(query + 1).split(";", -1);
    // querytype = "message" here; RFC 5122 §2.5 says that unknown ones are ignored
    for (int i = 1; i < pairs.length; i++) {
      int equals = pairs[i].indexOf('=');
      if (equals < 1) throw new Invalid("a pair after \"?\" is written as \"name=value\"");
      var value = decode(pairs[i].substring(equals + 1));
      if (pairs[i].startsWith("subject=")) subject = value;
      if (pairs[i].startsWith("body=")) body = value;
    }
    return new NotifyMethod.Xmpp(uri, jid, subject, body);
  }

  private static boolean isJid(String jid) {
    var bare = jid.indexOf('/') < 0 ? jid : jid.substring(0, jid.indexOf('/'));
    int at = bare.indexOf('@');
    var domain = bare.substring(at + 1);
    if (at == 0 || domain.isEmpty() || jid.endsWith("/")) return false;
    return SieveAddress.parse("x@" + domain) != null
        && jid.codePoints().noneMatch(c -> c < ' ' || Octets.isEscape(c));
  }

  private static String decode(String text) throws Invalid {
    if (text.indexOf('%') < 0) return text;
    var octets = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        octets.write(c);
        continue;
      }
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) throw new Invalid("a \"%\" is followed by two hexadecimal digits");
      octets.write(high << 4 | low);
      i += 2;
    }
    var decoded = Octets.decode(octets.toByteArray());
    if (decoded.indexOf(0) >= 0 || decoded.codePoints().anyMatch(Octets::isEscape))
      throw new Invalid("what is percent-encoded must be UTF-8");
    return decoded;
  }
}
