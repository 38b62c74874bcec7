package org.posthorn.wire.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.sasl.Octets;
import org.posthorn.wire.sasl.Secret;

/// Parses command lines (RFC 2449 §3, which is the grammar of RFC 1939 with longer lines).
///
/// ```
/// command = keyword *(SP param) CRLF
/// keyword = 3*4VCHAR
/// param   = 1*VCHAR
/// ```
///
/// Refused for every command: control characters, text that is not UTF-8 (RFC 6856 §2.2), a line
/// beyond its keyword's limit. Blanks at the end and doubled ones are forgiven, but in a password.
public final class CommandParser {

  /// Octets of a command with its CRLF (RFC 2449 §4).
  public static final int MAX_COMMAND = 255;

  /// USER and PASS may be longer: names and passwords in UTF-8 take up to four octets a character.
  public static final int MAX_CREDENTIAL = 1_024;

  /// COMPAT(several, 2026-11): RFC 5034 §4 keeps an initial response to 255 octets; programs with
  /// long passwords or tokens do not.
  public static final int MAX_AUTH = 8_192;

  /// The longest line of all without its CRLF, also for what answers a challenge of AUTH.
  public static final int MAX_LINE = MAX_AUTH - 2;

  private static final int MAX_MECHANISM = 20;
  private static final int MAX_RANGE = 100;

  private CommandParser() {}

  /// Whether a line has a password in it, or may have: it is not for any log.
  public static boolean isSecret(byte[] line) {
    var keyword = keyword(line);
    return keyword.equals("PASS") || keyword.equals("AUTH") || keyword.equals("APOP");
  }

  private static String keyword(byte[] line) {
    int end = 0;
    while (end < line.length && end < 5 && line[end] != ' ') end++;
    return new String(line, 0, end, ISO_8859_1).toUpperCase(Locale.ROOT);
  }

  /// Parses a line without its CRLF.
  public static Pop3Command parse(byte[] line) throws Pop3SyntaxException {
    var keyword = keyword(line);
    if (line.length + 2 > longest(keyword)) throw new Pop3SyntaxException("Line too long");
    var text = text(line);
    var rest = text.length() > keyword.length() ? text.substring(keyword.length() + 1) : null;
    // RFC 1939 §7: a password may have blanks, at its ends too.
    if (keyword.equals("PASS")) return pass(rest);
    var argument = rest == null || rest.isBlank() ? null : rest.strip();
    return switch (keyword) {
      case "CAPA" -> alone(new InAnyState.Capa(), argument);
      case "QUIT" -> alone(new InAnyState.Quit(), argument);
      case "LANG" -> new InAnyState.Lang(range(argument));
      case "USER" -> new BeforeLogin.User(needed(argument, "USER needs a name"));
      case "APOP" -> new BeforeLogin.Apop();
      case "AUTH" -> auth(argument);
      case "STLS" -> alone(new BeforeLogin.Stls(), argument);
      case "UTF8" -> alone(new BeforeLogin.Utf8(), argument);
      case "STAT" -> alone(new AfterLogin.Stat(), argument);
      case "LIST" -> new AfterLogin.ListSizes(optionalNumber(argument));
      case "UIDL" -> new AfterLogin.Uidl(optionalNumber(argument));
      case "RETR" -> new AfterLogin.Retr(number(argument));
      case "DELE" -> new AfterLogin.Dele(number(argument));
      case "TOP" -> top(argument);
      case "NOOP" -> alone(new AfterLogin.Noop(), argument);
      case "RSET" -> alone(new AfterLogin.Rset(), argument);
      default -> throw new Pop3SyntaxException("Unknown command");
    };
  }

  private static int longest(String keyword) {
    return switch (keyword) {
      case "AUTH" -> MAX_AUTH;
      case "USER", "PASS" -> MAX_CREDENTIAL;
      default -> MAX_COMMAND;
    };
  }

  private static String text(byte[] line) throws Pop3SyntaxException {
    for (byte octet : line)
      if ((octet >= 0 && octet < ' ') || octet == 0x7f)
        throw new Pop3SyntaxException("Control character in command");
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException _) {
      throw new Pop3SyntaxException("Command is not UTF-8");
    }
  }

  private static Pop3Command pass(@Nullable String password) throws Pop3SyntaxException {
    if (password == null || password.isEmpty())
      throw new Pop3SyntaxException("PASS needs a password");
    return new BeforeLogin.Pass(Secret.of(password));
  }

  private static Pop3Command alone(Pop3Command command, @Nullable String argument)
      throws Pop3SyntaxException {
    if (argument == null) return command;
    throw new Pop3SyntaxException(command.keyword() + " takes no argument");
  }

  private static String needed(@Nullable String argument, String otherwise)
      throws Pop3SyntaxException {
    if (argument == null) throw new Pop3SyntaxException(otherwise);
    return argument;
  }

  /// `auth-command = "AUTH" SP sasl-mech [SP initial-response]`, `initial-response = base64 / "="`
  private static Pop3Command auth(@Nullable String argument) throws Pop3SyntaxException {
    if (argument == null) return new BeforeLogin.AuthMechanisms();
    var words = argument.split(" +", -1);
    // RFC 4422 §3.1: sasl-mech = 1*20(UPPER-ALPHA / DIGIT / HYPHEN / UNDERSCORE)
    var mechanism = words[0].toUpperCase(Locale.ROOT);
    if (words.length > 2 || mechanism.length() > MAX_MECHANISM)
      throw new Pop3SyntaxException("AUTH needs a mechanism and at most a response");
    if (!mechanism.matches("[A-Z0-9_-]+")) throw new Pop3SyntaxException("No such mechanism");
    if (words.length == 1) return new BeforeLogin.Auth(mechanism, null);
    var response = words[1].equals("=") ? Octets.EMPTY : Octets.fromBase64(words[1]);
    if (response == null) throw new Pop3SyntaxException("The initial response is not base64");
    return new BeforeLogin.Auth(mechanism, response);
  }

  private static @Nullable String range(@Nullable String argument) throws Pop3SyntaxException {
    if (argument == null) return null;
    // RFC 4647 §2.1: language-range = (1*8ALPHA *("-" 1*8alphanum)) / "*"
    boolean fits = argument.matches("\\*|[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*");
    if (!fits || argument.length() > MAX_RANGE)
      throw new Pop3SyntaxException("LANG takes a language at most");
    return argument;
  }

  private static Pop3Command top(@Nullable String argument) throws Pop3SyntaxException {
    var words = argument == null ? new String[0] : argument.split(" +", -1);
    if (words.length != 2)
      throw new Pop3SyntaxException("TOP needs a message number and a number of lines");
    return new AfterLogin.Top(number(words[0]), count(words[1]));
  }

  private static @Nullable Integer optionalNumber(@Nullable String argument)
      throws Pop3SyntaxException {
    return argument == null ? null : Integer.valueOf(number(argument));
  }

  private static int number(@Nullable String argument) throws Pop3SyntaxException {
    if (argument == null) throw new Pop3SyntaxException("A message number is needed");
    return count(argument);
  }

  /// What no mailbox and no message has so many of is as good as infinite.
  private static int count(String word) throws Pop3SyntaxException {
    if (word.isEmpty() || !word.chars().allMatch(c -> c >= '0' && c <= '9'))
      throw new Pop3SyntaxException("A number is needed");
    int start = 0;
    while (start < word.length() - 1 && word.charAt(start) == '0') start++;
    var digits = word.substring(start);
    if (digits.length() > 10) return Integer.MAX_VALUE;
    return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(digits));
  }
}
