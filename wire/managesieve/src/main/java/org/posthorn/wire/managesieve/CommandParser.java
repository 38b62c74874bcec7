package org.posthorn.wire.managesieve;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.posthorn.wire.managesieve.ManageSieveCommand.Authenticate;
import org.posthorn.wire.managesieve.ManageSieveCommand.Capability;
import org.posthorn.wire.managesieve.ManageSieveCommand.CheckScript;
import org.posthorn.wire.managesieve.ManageSieveCommand.DeleteScript;
import org.posthorn.wire.managesieve.ManageSieveCommand.GetScript;
import org.posthorn.wire.managesieve.ManageSieveCommand.HaveSpace;
import org.posthorn.wire.managesieve.ManageSieveCommand.ListScripts;
import org.posthorn.wire.managesieve.ManageSieveCommand.Logout;
import org.posthorn.wire.managesieve.ManageSieveCommand.Noop;
import org.posthorn.wire.managesieve.ManageSieveCommand.PutScript;
import org.posthorn.wire.managesieve.ManageSieveCommand.RenameScript;
import org.posthorn.wire.managesieve.ManageSieveCommand.SetActive;
import org.posthorn.wire.managesieve.ManageSieveCommand.StartTls;
import org.posthorn.wire.managesieve.ManageSieveCommand.Text;
import org.posthorn.wire.managesieve.ManageSieveCommand.Unauthenticate;
import org.posthorn.wire.managesieve.RawCommand.Word;

/// From the words of a command to the command (RFC 5804 §4).
public final class CommandParser {

  private final String name;
  private final List<Word> arguments;

  private CommandParser(String name, List<Word> arguments) {
    this.name = name;
    this.arguments = arguments;
  }

  /// The command that was read.
  public static ManageSieveCommand parse(RawCommand raw) throws ManageSieveSyntaxException {
    var words = raw.words();
    if (words.isEmpty() || words.getFirst().quoted())
      throw new ManageSieveSyntaxException("a line begins with the name of a command");
    var name = words.getFirst().text().toUpperCase(Locale.ROOT);
    return new CommandParser(name, words.subList(1, words.size())).command();
  }

  private ManageSieveCommand command() throws ManageSieveSyntaxException {
    return switch (name) {
      case "CAPABILITY" -> without(new Capability());
      case "LOGOUT" -> without(new Logout());
      case "NOOP" -> {
        between(0, 1);
        yield new Noop(arguments.isEmpty() ? null : string(0));
      }
      case "STARTTLS" -> without(new StartTls());
      case "AUTHENTICATE" -> {
        between(1, 2);
        yield new Authenticate(string(0), arguments.size() < 2 ? null : string(1));
      }
      case "HAVESPACE" -> {
        between(2, 2);
        yield new HaveSpace(string(0), number(1));
      }
      case "PUTSCRIPT" -> {
        between(2, 2);
        yield new PutScript(string(0), text(1));
      }
      case "CHECKSCRIPT" -> {
        between(1, 1);
        yield new CheckScript(text(0));
      }
      case "LISTSCRIPTS" -> without(new ListScripts());
      case "SETACTIVE" -> {
        between(1, 1);
        yield new SetActive(string(0));
      }
      case "GETSCRIPT" -> {
        between(1, 1);
        yield new GetScript(string(0));
      }
      case "DELETESCRIPT" -> {
        between(1, 1);
        yield new DeleteScript(string(0));
      }
      case "RENAMESCRIPT" -> {
        between(2, 2);
        yield new RenameScript(string(0), string(1));
      }
      case "UNAUTHENTICATE" -> without(new Unauthenticate());
      default -> throw new ManageSieveSyntaxException("no such command");
    };
  }

  private ManageSieveCommand without(ManageSieveCommand command) throws ManageSieveSyntaxException {
    between(0, 0);
    return command;
  }

  private void between(int least, int most) throws ManageSieveSyntaxException {
    if (arguments.size() >= least && arguments.size() <= most) return;
    throw new ManageSieveSyntaxException(
        least == most
            ? "%s takes %d arguments".formatted(name, least)
            : "%s takes %d to %d arguments".formatted(name, least, most));
  }

  private Word word(int number) throws ManageSieveSyntaxException {
    var word = arguments.get(number);
    if (word.quoted()) return word;
    throw new ManageSieveSyntaxException(
        "argument %d of %s is a string, in quotes or as a literal".formatted(number + 1, name));
  }

  private Text text(int number) throws ManageSieveSyntaxException {
    return new Text(word(number).octets());
  }

  private String string(int number) throws ManageSieveSyntaxException {
    return decoded(word(number).octets());
  }

  /// The octets of a string that stands alone, as clients answer challenges (§2.1).
  public static byte[] onlyString(RawCommand raw) throws ManageSieveSyntaxException {
    var words = raw.words();
    if (words.size() != 1 || !words.getFirst().quoted())
      throw new ManageSieveSyntaxException("a response is one string");
    return words.getFirst().octets();
  }

  /// A string of UTF-8.
  public static String decoded(byte[] octets) throws ManageSieveSyntaxException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException _) {
      throw new ManageSieveSyntaxException("a string that is not UTF-8");
    }
  }

  private long number(int number) throws ManageSieveSyntaxException {
    var value = RawCommand.number(arguments.get(number));
    if (value == null)
      throw new ManageSieveSyntaxException(
          "argument %d of %s is a number".formatted(number + 1, name));
    return value;
  }
}
