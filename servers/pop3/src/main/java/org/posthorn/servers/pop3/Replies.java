package org.posthorn.servers.pop3;

import static org.posthorn.wire.pop3.ResponseCode.AUTH;
import static org.posthorn.wire.pop3.ResponseCode.IN_USE;
import static org.posthorn.wire.pop3.ResponseCode.SYS_PERM;
import static org.posthorn.wire.pop3.ResponseCode.SYS_TEMP;

import java.time.Duration;
import org.posthorn.wire.pop3.Reply;

/// Every reply that is not made for its occasion. `AUTH` stands where other credentials are needed,
/// and nowhere else (RFC 3206 §6).
final class Replies {

  static final Reply FINE = Reply.ok("");

  // Grammar and state.
  static final Reply LINE_TOO_LONG = Reply.err("Line too long");
  static final Reply LOG_IN_FIRST = Reply.err("Log in first");
  static final Reply LOGGED_IN_ALREADY = Reply.err("Logged in already");
  static final Reply TOO_MUCH_NONSENSE = Reply.err("Too many commands that were refused");

  // TLS and logins.
  static final Reply BEGIN_TLS = Reply.ok("Begin TLS now");
  static final Reply TLS_ACTIVE = Reply.err("TLS is active already");
  static final Reply NO_TLS = Reply.err("TLS is not available here");
  static final Reply TOO_LATE_FOR_TLS = Reply.err("STLS comes before UTF8");
  static final Reply PIPELINED_PLAINTEXT = Reply.err("Nothing may follow STLS before TLS");
  static final Reply TLS_NEEDED = Reply.err("Passwords and tokens in plain text need TLS first");
  static final Reply NO_APOP =
      Reply.err("APOP is not offered, since it needs passwords stored in plain text; use AUTH");
  static final Reply PASSWORD_PLEASE = Reply.ok("Now the password");
  static final Reply USER_FIRST = Reply.err("USER comes first");
  static final Reply UNKNOWN_MECHANISM = Reply.err("Mechanism not available");
  static final Reply CANCELLED = Reply.err("Login cancelled");
  static final Reply NOT_BASE64 = Reply.err("Response is not base64");
  static final Reply UTF8_ON = Reply.ok("UTF-8 from now on");
  static final Reply WRONG_LOGIN = Reply.err(AUTH, "User name or password is wrong");
  static final Reply TOKEN_REFUSED = Reply.err(AUTH, "The access token is not accepted");
  static final Reply DISABLED = Reply.err(AUTH, "This account is disabled");
  static final Reply MAY_NOT_ACT_AS = Reply.err(AUTH, "You may not act as that user");
  static final Reply LOGIN_UNAVAILABLE = Reply.err(SYS_TEMP, "Cannot check logins now");
  static final Reply TAKEN_OVER =
      Reply.err(IN_USE, "You were silent, and another session has the maildrop now");

  // Messages.
  static final Reply NO_SUCH_MESSAGE = Reply.err("There is no message of that number");
  static final Reply DELETED_ALREADY = Reply.err("That message is deleted");
  static final Reply GONE = Reply.err("That message was deleted by another program meanwhile");

  // Languages.
  static final Reply NO_SUCH_LANGUAGE = Reply.err("That language is not spoken here; en is");

  // What is not the client's fault.
  static final Reply STORE_FULL =
      Reply.err(SYS_TEMP, "The server has no room left; try again later");
  static final Reply STORE_UNAVAILABLE =
      Reply.err(SYS_TEMP, "The store cannot be reached; try again later");
  static final Reply DAMAGED = Reply.err(SYS_PERM, "The message is damaged; the log says which");
  static final Reply OUR_BUG = Reply.err(SYS_PERM, "Internal error; the log says more");
  static final Reply NOTHING_DELETED =
      Reply.err(SYS_PERM, "This account was disabled; nothing was deleted");

  private Replies() {}

  /// RFC 3206 §4: other credentials would not help.
  static Reply moved(String host) {
    return Reply.err(SYS_PERM, "This account is at " + host + " now");
  }

  /// @param reason in words that follow "the certificate"
  static Reply badCertificate(String reason) {
    return Reply.err(AUTH, "Your certificate " + reason);
  }

  static Reply inUse(Duration takeoverAfter) {
    return Reply.err(
        IN_USE,
        "Another session has the maildrop; you get it when that ends or is silent for %d seconds"
            .formatted(takeoverAfter.toSeconds()));
  }
}
