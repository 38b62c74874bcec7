package org.posthorn.servers.imap;

import static org.posthorn.wire.imap.ResponseCode.Plain.*;

import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.Referral;
import org.posthorn.domain.mailbox.Metadata;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;

/// Every reply that is not made for its occasion (RFC 9051 §7.1, RFC 5530).
final class Replies {

  // Ends of connections.
  static final Reply LOGGING_OUT = Reply.bye("Logging out");
  static final Reply SHUTTING_DOWN = Reply.bye(UNAVAILABLE, "Shutting down");
  static final Reply SILENT = Reply.bye("Autologout: you were silent for too long");
  static final Reply TOO_SLOW_TO_LOG_IN = Reply.bye("Too slow to log in");
  static final Reply TOO_MUCH_NONSENSE = Reply.bye("Too many commands that were refused");
  static final Reply MAILBOX_GONE = Reply.bye("The selected mailbox was deleted");
  static final Reply MAY_READ_NO_MORE = Reply.bye("You may no longer read the selected mailbox");
  static final Reply PIPELINED_PLAINTEXT = Reply.bye("Nothing may follow STARTTLS before TLS");
  static final Reply PIPELINED_UNCOMPRESSED =
      Reply.bye("Nothing may follow a change of compression before its answer");
  static final Reply NOT_COMPRESSED =
      Reply.bye("Compressed data is malformed or unpacks to too much");
  static final Reply CLIENT_GONE = Reply.bye("You have closed the connection");
  static final Reply FLOOD = Reply.bye(LIMIT, "A literal that large is not read off");

  // Grammar and state.
  static final Reply NOT_NOW = Reply.bad("Command not allowed in this state");
  static final Reply LOG_IN_FIRST = Reply.bad("Log in first");
  static final Reply SELECT_FIRST = Reply.bad("Select a mailbox first");
  static final Reply NOT_UNAUTHENTICATED = Reply.bad("Only administrators may change who they are");
  static final Reply ALREADY_LOGGED_IN = Reply.bad("Already logged in");
  static final Reply LINE_TOO_LONG = Reply.bad(LIMIT, "Line too long");
  static final Reply NO_SUCH_NUMBER = Reply.bad("There is no message of that number");
  static final Reply TAG_REUSED = Reply.bad("A search with this tag is still kept up to date");
  static final Reply SAVES_SELECTED =
      Reply.bad("Only a search of the selected mailbox alone can be saved");
  static final Reply TOO_MANY_SEARCHED =
      Reply.no(LIMIT, "Too many mailboxes to search at once; name fewer");
  static final Reply UID_REQUIRED =
      Reply.bad(UIDREQUIRED, "Message numbers are not understood after ENABLE UIDONLY; use UIDs");
  static final Reply NO_SUCH_LANGUAGE = Reply.no(CANNOT, "That language is not spoken here; en is");
  static final Reply NO_SUCH_COMPARATOR =
      Reply.no(BADCOMPARATOR, "Texts are compared by %s only".formatted(ComparatorCommand.ACTIVE));
  static final Reply TOO_MUCH_TO_WATCH =
      Reply.no(NOTIFICATIONOVERFLOW, "Too many mailboxes to watch; name fewer");
  static final Reply TOO_MANY_KEYS =
      Reply.no(LIMIT, "The filters have too many search keys together");
  static final Reply QRESYNC_NOT_ENABLED = Reply.bad("ENABLE QRESYNC first");

  static final Reply COMPRESS_UNKNOWN = Reply.bad("The only compression is DEFLATE");
  static final Reply COMPRESSED_ALREADY = Reply.bad(COMPRESSIONACTIVE, "DEFLATE is active already");
  static final Reply COMPRESS_NOW = Reply.ok("DEFLATE active");

  // TLS and logins.
  static final Reply BEGIN_TLS = Reply.ok("Begin TLS now");
  static final Reply TLS_ACTIVE = Reply.bad("TLS is active already");
  static final Reply NO_TLS = Reply.bad("TLS is not available here");
  static final Reply TLS_NEEDED =
      Reply.no(PRIVACYREQUIRED, "Passwords and tokens in plain text need TLS first");
  static final Reply WRONG_LOGIN = Reply.no(AUTHENTICATIONFAILED, "User name or password is wrong");
  static final Reply TOKEN_REFUSED =
      Reply.no(AUTHENTICATIONFAILED, "The access token is not accepted");
  static final Reply DISABLED = Reply.no(CONTACTADMIN, "This account is disabled");
  static final Reply MAY_NOT_ACT_AS = Reply.no(AUTHORIZATIONFAILED, "You may not act as that user");
  static final Reply LOGIN_UNAVAILABLE = Reply.no(UNAVAILABLE, "Cannot check logins now");
  static final Reply TOO_MANY_CONNECTIONS =
      Reply.no(LIMIT, "This account has too many connections already");
  static final Reply UNKNOWN_MECHANISM = Reply.no(CANNOT, "Mechanism not available");
  static final Reply CANCELLED = Reply.bad("Authentication cancelled");
  static final Reply NOT_BASE64 = Reply.bad("Response is not base64");

  // Mailboxes.
  static final Reply NO_SUCH_MAILBOX = Reply.no(NONEXISTENT, "No such mailbox");
  static final Reply TRY_CREATE = Reply.no(TRYCREATE, "No such mailbox");
  static final Reply NOT_ALLOWED = Reply.no(NOPERM, "You may not do that there");
  static final Reply NAME_OF_OTHERS = Reply.no(CANNOT, "That name is for the mailboxes of others");
  static final Reply PRIVATE_AT_OTHERS =
      Reply.no(CANNOT, "Private entries are kept at one's own mailboxes only");
  static final Reply NOT_REPLACED_ACROSS =
      Reply.no(CANNOT, "A message is replaced within the mailboxes of its owner");
  static final Reply NOT_ACROSS = Reply.no(CANNOT, "A mailbox stays with its owner");
  static final Reply EXISTS_ALREADY = Reply.no(ALREADYEXISTS, "Mailbox exists already");
  static final Reply INBOX_STAYS = Reply.no(CANNOT, "INBOX cannot be deleted");
  static final Reply DELETE_CHILDREN_FIRST =
      Reply.no(HASCHILDREN, "There are mailboxes below it; delete them first");
  static final Reply TOO_MANY_MAILBOXES = Reply.no(LIMIT, "Too many mailboxes");
  static final Reply ONE_USE_ONLY = Reply.no(USEATTR, "A mailbox has one special use at most");
  static final Reply USE_UNKNOWN = Reply.no(USEATTR, "That special use is not available");
  static final Reply ONLY_READING = Reply.no(READ_ONLY, "The mailbox is open for reading only");
  static final Reply NO_MORE_UIDS =
      Reply.no(LIMIT, "The mailbox has no UIDs left; move its messages to a new one");
  static final Reply TOO_MANY_KEYWORDS = Reply.no(LIMIT, "Too many different keywords");

  // Annotations.
  static final Reply NOT_AN_ENTRY = Reply.bad("Not the name of an annotation");
  static final Reply SERVER_ENTRY =
      Reply.no(NOPERM, "Annotations of the server are private, or the administrator's");
  static final Reply NOT_A_FILTER_NAME = Reply.no(CANNOT, "Not the name of a filter");
  static final Reply SERVER_ENTRIES_ALONE =
      Reply.no(CANNOT, "Private and shared annotations of the server take a command each");
  static final Reply USE_ALONE = Reply.no(CANNOT, "A special use is set by a command of its own");
  static final Reply METADATA_TOO_BIG =
      Reply.no(
          new ResponseCode.Metadata("MAXSIZE", (long) Metadata.MAX_VALUE),
          "A value that large is not kept");
  static final Reply METADATA_TOO_MANY =
      Reply.no(new ResponseCode.Metadata("TOOMANY", null), "Too many annotations");

  // URLs.
  static final Reply UNKNOWN_URL_MECHANISM = Reply.bad("The only mechanism is INTERNAL");
  static final Reply NO_MESSAGE_URL = Reply.bad("Not the URL of a message of this server");
  static final Reply NO_ACCESS_IDENTIFIER = Reply.bad("The URL must end with an access identifier");
  static final Reply NOT_THE_OWNER = Reply.bad("The URL must name you as the mailbox's owner");

  // Messages.
  static final Reply OVER_QUOTA = Reply.no(OVERQUOTA, "The account's quota is used up");
  static final Reply MESSAGE_TOO_BIG = Reply.no(TOOBIG, "Message too large");
  static final Reply EMPTY_MESSAGE = Reply.no("An empty message is not stored");
  static final Reply TOO_MANY_MESSAGES = Reply.no(LIMIT, "Too many messages in one APPEND");
  static final Reply NUL_IN_LITERAL = Reply.bad("NUL is allowed in a literal8 only");
  static final Reply SOME_ARE_GONE =
      Reply.no(EXPUNGEISSUED, "Some of the messages have been expunged");
  static final Reply NOTHING_TO_REPLACE = Reply.no(NONEXISTENT, "There is no such message");
  static final Reply UNKNOWN_ENCODING =
      Reply.no(UNKNOWN_CTE, "A part has a transfer encoding that nobody knows");

  // Quota.
  static final Reply NO_SUCH_ROOT = Reply.no(NONEXISTENT, "No such quota root");
  static final Reply QUOTA_BY_ADMIN = Reply.no(NOPERM, "Quotas are the administrator's affair");

  // What is not the client's fault.
  static final Reply STORE_FULL =
      Reply.no(OVERQUOTA, "The server has no room left; try again later");
  static final Reply STORE_UNAVAILABLE =
      Reply.no(UNAVAILABLE, "The store cannot be reached; try again later");
  static final Reply DAMAGED = Reply.no(CORRUPTION, "A message is damaged; the log says which");
  static final Reply OUR_BUG = Reply.no(SERVERBUG, "Internal error; the log says more");

  private Replies() {}

  /// The account's mail is at another server, and nobody logs in here.
  static Reply moved(Account account, Referral referral) {
    return Reply.no(code(account, referral), "This account is at " + referral.host() + " now");
  }

  static ResponseCode.Referral code(Account account, Referral referral) {
    return new ResponseCode.Referral(referral.imapUrl(account.address()));
  }

  /// @param reason in words that follow "the certificate"
  static Reply badCertificate(String reason) {
    return Reply.no(AUTHENTICATIONFAILED, "Your certificate " + reason);
  }

  /// The end of a command that did what it was to do.
  static Reply completed(String name) {
    return Reply.ok(name + " completed");
  }
}
