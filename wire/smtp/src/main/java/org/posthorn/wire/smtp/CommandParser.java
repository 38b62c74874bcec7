package org.posthorn.wire.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Parses command lines (RFC 5321 §4.1.1 and the extensions).
///
/// Refused for every command: control characters, NUL, CR and LF among them; text beyond ASCII that
/// is not UTF-8; a line beyond its verb's limit. Spaces and tabs at the end are dropped (RFC 5321
/// §4.1.1). Whether a command may come now, is offered or is wise is for the server.
public final class CommandParser {

  private static final int MAX_MECHANISM = 20;

  private CommandParser() {}

  /// Parses a line without its CRLF.
  ///
  /// @throws SmtpSyntaxException with the reply; after a malformed BDAT the chunk that follows
  ///   cannot be told from commands, so that the connection has to end
  public static SmtpCommand parse(byte[] line) throws SmtpSyntaxException {
    var verb = Verb.named(firstWord(line));
    if (line.length + 2 > verb.maxLine())
      throw new SmtpSyntaxException(500, verb == Verb.AUTH ? "5.5.6" : "5.5.2", "line too long");
    var text = text(line);
    int space = text.indexOf(' ');
    var word = space < 0 ? text : text.substring(0, space);
    var argument = space < 0 ? "" : text.substring(space + 1).strip();
    return switch (verb) {
      case EHLO -> new SmtpCommand.Ehlo(helloName(argument));
      case HELO -> new SmtpCommand.Helo(helloName(argument));
      case LHLO -> new SmtpCommand.Lhlo(helloName(argument));
      case MAIL -> mail(argument);
      case RCPT -> rcpt(argument);
      case DATA -> alone(new SmtpCommand.Data(), argument);
      case BDAT -> bdat(argument);
      case RSET -> alone(new SmtpCommand.Rset(), argument);
      case NOOP -> new SmtpCommand.Noop(argument);
      case QUIT -> alone(new SmtpCommand.Quit(), argument);
      case VRFY -> new SmtpCommand.Vrfy(subject(argument), asksForUtf8(argument));
      case EXPN -> new SmtpCommand.Expn(subject(argument), asksForUtf8(argument));
      case HELP -> new SmtpCommand.Help(argument);
      case STARTTLS -> alone(new SmtpCommand.StartTls(), argument);
      case AUTH -> auth(argument);
      case UNKNOWN -> SmtpCommand.Unknown.of(word);
    };
  }

  /// The verb of a line that may be anything; all verbs are shorter than nine letters.
  private static String firstWord(byte[] line) {
    int end = 0;
    while (end < line.length && end < 9 && line[end] != ' ' && line[end] != '\t') end++;
    return new String(line, 0, end, StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] line) throws SmtpSyntaxException {
    int end = line.length;
    while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\t')) end--;
    for (int i = 0; i < end; i++)
      if ((line[i] >= 0 && line[i] < ' ') || line[i] == 0x7F)
        throw new SmtpSyntaxException(500, "5.5.2", "control character in command");
    try {
      var bytes = ByteBuffer.wrap(line, 0, end);
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException _) {
      throw new SmtpSyntaxException(500, "5.5.2", "command is not UTF-8");
    }
  }

  /// ```
  /// ehlo = "EHLO" SP ( Domain / address-literal ) CRLF
  /// helo = "HELO" SP Domain CRLF
  /// ```
  private static HelloName helloName(String argument) throws SmtpSyntaxException {
    // COMPAT(RFC 5321 §4.1.1.1, 2026-11): information after the name was once encouraged.
    var name = argument.split(" ", 2)[0];
    if (name.isEmpty()) throw new SmtpSyntaxException(501, "5.5.4", "a host name is needed");
    // RFC 6531 §3.7.1: A-labels only.
    if (name.length() > 255 || !name.chars().allMatch(c -> c < 128))
      throw new SmtpSyntaxException(501, "5.5.4", "not a host name");
    return new HelloName(name);
  }

  /// `mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF`
  private static SmtpCommand mail(String argument) throws SmtpSyntaxException {
    var path = new PathParser(after(argument, "FROM:"), "5.1.7");
    var from = path.reverse();
    return new SmtpCommand.Mail(from, new ParameterParser(path.rest()).mail());
  }

  /// ```
  /// rcpt = "RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path )
  ///        [SP Rcpt-parameters] CRLF
  /// ```
  private static SmtpCommand rcpt(String argument) throws SmtpSyntaxException {
    var path = new PathParser(after(argument, "TO:"), "5.1.3");
    var to = path.forward();
    return new SmtpCommand.Rcpt(to, new ParameterParser(path.rest()).rcpt());
  }

  private static String after(String argument, String keyword) throws SmtpSyntaxException {
    if (!argument.regionMatches(true, 0, keyword, 0, keyword.length()))
      throw new SmtpSyntaxException(501, "5.5.4", keyword + "<address> is needed");
    // COMPAT(Outlook, many devices; 2026-11): a space after the colon.
    return argument.substring(keyword.length()).stripLeading();
  }

  /// `bdat-cmd ::= "BDAT" SP chunk-size [ SP end-marker ] CR LF` (RFC 3030 §2)
  private static SmtpCommand bdat(String argument) throws SmtpSyntaxException {
    var words = argument.split(" +", -1);
    var last = words.length == 2 && words[1].equalsIgnoreCase("LAST");
    // 18 digits fit a long; nobody has a chunk of more.
    if (!isNumber(words[0]) || words[0].length() > 18 || (words.length > 1 && !last))
      throw new SmtpSyntaxException(501, "5.5.4", "BDAT needs a size and at most LAST");
    return new SmtpCommand.Bdat(Long.parseLong(words[0]), last);
  }

  /// `vrfy = "VRFY" SP String [ SP "SMTPUTF8" ] CRLF` (RFC 6531 §3.7.4.2); the same for EXPN. The
  /// string is taken as it is, because mailboxes in brackets are what people type.
  private static String subject(String argument) throws SmtpSyntaxException {
    var subject =
        asksForUtf8(argument)
            ? argument.substring(0, argument.lastIndexOf(' ')).stripTrailing()
            : argument;
    if (subject.isEmpty()) throw new SmtpSyntaxException(501, "5.5.4", "a name is needed");
    return subject;
  }

  private static boolean asksForUtf8(String argument) {
    return argument.toUpperCase(Locale.ROOT).endsWith(" SMTPUTF8");
  }

  /// `auth-command = "AUTH" SP sasl-mech [SP initial-response] CRLF` (RFC 4954 §8)
  private static SmtpCommand auth(String argument) throws SmtpSyntaxException {
    var words = argument.split(" +", -1);
    if (words[0].isEmpty() || words.length > 2)
      throw new SmtpSyntaxException(501, "5.5.4", "AUTH needs a mechanism and at most a response");
    // sasl-mech = 1*20(UPPER-ALPHA / DIGIT / HYPHEN / UNDERSCORE) (RFC 4422 §3.1)
    var mechanism = words[0].toUpperCase(Locale.ROOT);
    if (!mechanism.matches("[A-Z0-9_-]+") || mechanism.length() > MAX_MECHANISM)
      throw new SmtpSyntaxException(504, "5.5.4", "no such mechanism");
    if (words.length == 1) return new SmtpCommand.Auth(mechanism, null);
    // initial-response = base64 / "="
    var response = words[1].equals("=") ? "" : words[1];
    if (!isBase64(response))
      throw new SmtpSyntaxException(501, "5.5.2", "the initial response is not base64");
    return new SmtpCommand.Auth(mechanism, response);
  }

  private static SmtpCommand alone(SmtpCommand command, String argument)
      throws SmtpSyntaxException {
    if (argument.isEmpty()) return command;
    throw new SmtpSyntaxException(501, "5.5.4", command.verb() + " takes no argument");
  }

  static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /// `base64 = base64-terminal / ( 1*(4base64-char) [base64-terminal] )` (RFC 4954 §8)
  private static boolean isBase64(String text) {
    if (text.length() % 4 != 0) return false;
    int end = text.length();
    if (text.endsWith("==")) end -= 2;
    else if (text.endsWith("=")) end--;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!letter && (c < '0' || c > '9') && c != '+' && c != '/') return false;
    }
    return true;
  }
}
