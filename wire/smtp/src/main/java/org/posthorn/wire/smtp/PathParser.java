package org.posthorn.wire.smtp;

import java.nio.charset.StandardCharsets;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

/// Parses the path of MAIL or RCPT and finds where it ends (RFC 5321 §4.1.2).
///
/// ```
/// Reverse-path = Path / "<>"
/// Path = "<" [ A-d-l ":" ] Mailbox ">"
/// A-d-l = At-domain *( "," At-domain )
/// At-domain = "@" Domain
/// ```
final class PathParser {

  /// RFC 5321 §4.5.3.1.3, brackets included, of the path that remains without its source route.
  static final int MAX_PATH = 256;

  private final String text;
  private final String enhanced;
  private int at;

  /// @param enhanced the code for an address that is none: 5.1.7 for senders, 5.1.3 for recipients
  PathParser(String text, String enhanced) {
    this.text = text;
    this.enhanced = enhanced;
  }

  ReversePath reverse() throws SmtpSyntaxException {
    var mailbox = path();
    return mailbox.isEmpty() ? new ReversePath.Null() : new ReversePath.Mailbox(address(mailbox));
  }

  /// RCPT alone has `<Postmaster>`, in any letter case (RFC 5321 §4.1.1.3).
  ForwardPath forward() throws SmtpSyntaxException {
    var mailbox = path();
    if (mailbox.isEmpty()) throw fault("a recipient cannot be <>");
    return mailbox.equalsIgnoreCase("postmaster")
        ? new ForwardPath.Postmaster()
        : new ForwardPath.Mailbox(address(mailbox));
  }

  /// What follows the path: nothing or a space and parameters.
  String rest() throws SmtpSyntaxException {
    if (at < text.length() && text.charAt(at) != ' ') throw fault("no space after the path");
    return text.substring(at);
  }

  /// The mailbox between the brackets, source route stripped; the scan stands behind the `>`.
  private String path() throws SmtpSyntaxException {
    if (!text.startsWith("<")) throw fault("no < before the address");
    at = 1;
    if (text.startsWith("@", at)) skipSourceRoute();
    int start = at;
    // Only in a quoted local part may there be a `>` that does not end the path.
    if (text.startsWith("\"", at)) skipQuotedString();
    int close = text.indexOf('>', at);
    if (close < 0) throw fault("no > after the address");
    at = close + 1;
    var mailbox = text.substring(start, close);
    if (mailbox.getBytes(StandardCharsets.UTF_8).length > MAX_PATH - 2)
      throw fault("path is longer than " + MAX_PATH + " octets");
    return mailbox;
  }

  /// `Quoted-string = DQUOTE *( qtextSMTP / quoted-pairSMTP ) DQUOTE`; what is in it is checked
  /// with the address.
  private void skipQuotedString() throws SmtpSyntaxException {
    at++;
    while (at < text.length() && text.charAt(at) != '"') at += text.charAt(at) == '\\' ? 2 : 1;
    if (at >= text.length()) throw fault("no quote at the end of the local part");
    at++;
  }

  /// RFC 5321 §4.1.1.3, appendix C: source routes have to be recognized and are to be ignored.
  private void skipSourceRoute() throws SmtpSyntaxException {
    int colon = text.indexOf(':', at);
    if (colon < 0) throw fault("malformed source route");
    for (var hop : text.substring(at, colon).split(",", -1)) {
      if (!hop.startsWith("@") || !isDomain(hop.substring(1)))
        throw fault("malformed source route");
    }
    at = colon + 1;
    if (text.startsWith(">", at)) throw fault("a source route to nowhere");
  }

  private static boolean isDomain(String name) {
    try {
      return !DomainName.parse(name).isLiteral();
    } catch (AddressException _) {
      return false;
    }
  }

  private EmailAddress address(String mailbox) throws SmtpSyntaxException {
    try {
      return EmailAddress.parse(mailbox);
    } catch (AddressException e) {
      throw fault(e.reason().text());
    }
  }

  private SmtpSyntaxException fault(String what) {
    return new SmtpSyntaxException(501, enhanced, what);
  }
}
