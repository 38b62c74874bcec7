package org.posthorn.servers.managesieve;

import org.posthorn.domain.filters.FilterLimits;
import org.posthorn.domain.filters.ScriptOutcome;
import org.posthorn.wire.managesieve.Reply;

/// What is said, with the response codes of RFC 5804 §1.3.
final class Replies {

  static final Reply LOG_IN_FIRST = Reply.no("Log in first.");
  static final Reply ALREADY_LOGGED_IN = Reply.no("You are logged in already.");
  static final Reply UNKNOWN_MECHANISM = Reply.no("There is no such mechanism here.");
  static final Reply TLS_NEEDED =
      Reply.no(
          "ENCRYPT-NEEDED", "Passwords and tokens are taken only under TLS: use STARTTLS first.");
  static final Reply TLS_ACTIVE = Reply.no("TLS is active already.");
  static final Reply NO_TLS = Reply.no("There is no TLS here.");
  static final Reply CANCELLED = Reply.no("Cancelled.");
  static final Reply NOT_BASE64 = Reply.no("This is not base64.");
  static final Reply WRONG_LOGIN = Reply.no("Name or password is wrong.");
  static final Reply TOKEN_REFUSED = Reply.no("The access token is not accepted.");
  static final Reply DISABLED = Reply.no("The account is turned off.");
  static final Reply MAY_NOT_ACT_AS = Reply.no("You may not act as that user.");
  static final Reply LOGIN_UNAVAILABLE =
      Reply.no("TRYLATER", "Nobody can be logged in now; try again later.");
  static final Reply TOO_MANY_CONNECTIONS =
      Reply.no("TRYLATER", "The account has too many connections.");
  static final Reply LINE_TOO_LONG =
      Reply.no("A line has at most %d octets.".formatted(CommandReader.MAX_LINE_OCTETS));
  static final Reply SCRIPT_TOO_LARGE =
      Reply.no(
          "QUOTA/MAXSIZE",
          "A script has at most %d octets.".formatted(FilterLimits.MAX_SCRIPT_OCTETS));
  static final Reply LITERAL_TOO_LARGE =
      Reply.no("Before you have logged in a literal has at most 8192 octets.");
  static final Reply OUR_BUG = Reply.no("TRYLATER", "Something is wrong here, and was noted.");
  static final Reply STORE_UNAVAILABLE =
      Reply.no("TRYLATER", "The store cannot be reached; try again later.");

  static final Reply FLOOD = Reply.bye("That is too much.");
  static final Reply TOO_MUCH_NONSENSE = Reply.bye("Too many commands were refused.");
  static final Reply LOGGING_OUT = Reply.ok("Goodbye.");
  static final Reply SILENT = Reply.bye("You have said nothing for too long.");
  static final Reply TOO_SLOW_TO_LOG_IN = Reply.bye("Logging in took too long.");
  static final Reply SHUTTING_DOWN = new Reply(Reply.Condition.BYE, "TRYLATER", "Shutting down.");
  static final Reply PIPELINED_PLAINTEXT = Reply.bye("Nothing may follow STARTTLS in plain text.");

  private Replies() {}

  /// Without REFERRAL (RFC 5804 §1.3), since nobody has said where the scripts are.
  static Reply moved(String host) {
    return Reply.no("This account is at " + host + " now.");
  }

  /// @param reason in words that follow "the certificate"
  static Reply badCertificate(String reason) {
    return Reply.no("Your certificate " + reason + ".");
  }

  /// To a change.
  static Reply of(ScriptOutcome outcome) {
    return switch (outcome) {
      case ScriptOutcome.Done(var warnings) ->
          warnings.isEmpty()
              ? Reply.ok("Done.")
              : Reply.ok(
                  "WARNINGS",
                  String.join("\r\n", warnings.stream().map(Object::toString).toList()));
      case ScriptOutcome.NoSuchScript no -> Reply.no("NONEXISTENT", sentence(no));
      case ScriptOutcome.AlreadyExists no -> Reply.no("ALREADYEXISTS", sentence(no));
      case ScriptOutcome.IsActive no -> Reply.no("ACTIVE", sentence(no));
      case ScriptOutcome.TooLarge no -> Reply.no("QUOTA/MAXSIZE", sentence(no));
      case ScriptOutcome.TooManyScripts no -> Reply.no("QUOTA/MAXSCRIPTS", sentence(no));
      case ScriptOutcome.TooManyOctets no -> Reply.no("QUOTA", sentence(no));
      case ScriptOutcome.BadName no -> Reply.no(sentence(no));
      case ScriptOutcome.DoesNotCompile no -> Reply.no(no.inWords());
    };
  }

  private static String sentence(ScriptOutcome outcome) {
    var words = outcome.inWords();
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }
}
