package org.posthorn.servers.imap;

import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.sharing.Household;
import org.posthorn.domain.sharing.Realm;
import org.posthorn.wire.imap.MailboxName;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;

/// From what clients call a mailbox to the mailbox.
///
/// A person's own mailboxes have the names that he gave them. Those of others begin with `Other
/// Users/` or `Shared/` and the owner's address (RFC 2342 §5), which alone is the owner's INBOX.
final class Names {

  static final String OTHER_USERS = MailboxPath.OTHER_USERS;
  static final String SHARED = MailboxPath.SHARED;

  private Names() {}

  /// Where a name leads, whether a mailbox is there or not.
  record Spot(Household household, MailboxPath path) {}

  /// Absent for a name that no mailbox can have.
  static @Nullable MailboxPath path(MailboxName name) {
    try {
      return new MailboxPath(name.text());
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  static MailboxName name(Household household, MailboxPath path) {
    var root = root(household);
    if (root.isEmpty()) return new MailboxName(path.text());
    return new MailboxName(path.isInbox() ? root : root + MailboxPath.SEPARATOR + path.text());
  }

  /// What the names of a household begin with; nothing for one's own.
  static String root(Household household) {
    // A local part may have a slash, a level may not.
    var address = household.address().toString().replace("/", "%2F");
    return switch (household.realm()) {
      case PERSONAL -> "";
      case OTHER_USERS -> OTHER_USERS + MailboxPath.SEPARATOR + address;
      case SHARED -> SHARED + MailboxPath.SEPARATOR + address;
    };
  }

  private static @Nullable Realm realm(String level) {
    return switch (level) {
      case OTHER_USERS -> Realm.OTHER_USERS;
      case SHARED -> Realm.SHARED;
      default -> null;
    };
  }

  /// Absent for a name that no mailbox can have. A name that looks as if it were of others but is
  /// not is one's own.
  static @Nullable Spot spot(ImapServices services, SessionState.Login login, MailboxName name) {
    var path = path(name);
    if (path == null) return null;
    var levels = path.text().split("/", 3);
    var realm = realm(levels[0]);
    if (realm == null || levels.length == 1) return new Spot(login.home(), path);
    var address = levels[1].replace("%2F", "/");
    var household = services.sharing().find(login.id(), realm, address);
    if (household == null) return new Spot(login.home(), path);
    return new Spot(household, levels.length == 2 ? MailboxPath.INBOX : new MailboxPath(levels[2]));
  }

  /// Where something is to be made.
  static Spot newSpot(ImapServices services, SessionState.Login login, MailboxName name)
      throws CommandRejected {
    var fault = name.fault();
    if (fault != null) throw new CommandRejected(Reply.no(ResponseCode.Plain.CANNOT, fault.text()));
    var spot = spot(services, login, name);
    if (spot == null)
      throw new CommandRejected(Reply.no(ResponseCode.Plain.CANNOT, "Not a mailbox name"));
    if (spot.path.isOfOthers()) throw new CommandRejected(Replies.NAME_OF_OTHERS);
    var above = rightsAbove(services, spot);
    if (above.has(Right.CREATE)) return spot;
    throw new CommandRejected(Replies.NOT_ALLOWED);
  }

  /// What may be done at the nearest mailbox above; at the top it is the INBOX.
  private static Rights rightsAbove(ImapServices services, Spot spot) {
    if (spot.household.isOwn()) return Rights.ALL;
    var text = spot.path.text();
    var mailboxes = services.mail().mailboxes();
    var access = services.sharing().access(spot.household);
    for (int end = text.lastIndexOf('/'); end > 0; end = text.lastIndexOf('/', end - 1)) {
      var above = mailboxes.find(spot.household.account(), new MailboxPath(text.substring(0, end)));
      if (above != null) return access.rights(above.id());
    }
    var inbox = mailboxes.find(spot.household.account(), MailboxPath.INBOX);
    return inbox == null ? Rights.NONE : access.rights(inbox.id());
  }

  /// The mailbox of that name; absent when there is none, or none that this person may know of.
  static @Nullable Place find(ImapServices services, SessionState.Login login, MailboxName name) {
    var spot = spot(services, login, name);
    return spot == null ? null : at(services, spot);
  }

  private static @Nullable Place at(ImapServices services, Spot spot) {
    var household = spot.household;
    var mailboxes = services.mail().mailboxes();
    var found = mailboxes.find(household.account(), spot.path);
    if (found == null) return null;
    var rights = services.sharing().access(household).rights(found.id());
    var seen = mailboxes.seenBy(household.where(found.id()), found);
    var place = new Place(household, seen, name(household, spot.path), rights);
    return place.shows() ? place : null;
  }

  /// The mailbox of that name, which must be there and allow that.
  static Place required(
      ImapServices services, SessionState.Login login, MailboxName name, Right right)
      throws CommandRejected {
    var place = find(services, login, name);
    if (place == null) throw new CommandRejected(Replies.NO_SUCH_MAILBOX);
    return place.requiring(right);
  }

  /// Where messages are put.
  static Place target(ImapServices services, SessionState.Login login, MailboxName name)
      throws CommandRejected {
    var place = find(services, login, name);
    if (place == null) throw new CommandRejected(Replies.TRY_CREATE);
    return place.requiring(Right.INSERT);
  }
}
