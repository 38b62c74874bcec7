package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.sharing.AccessOutcome;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.wire.imap.AclResponses;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.MailboxName;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;

/// SETACL, DELETEACL, GETACL, LISTRIGHTS and MYRIGHTS (RFC 4314 §3). Rights are given to addresses
/// of accounts and to `anyone` at the domain of the mailbox.
final class AclCommands {

  /// No right is tied to another, so the obsolete ones stand by themselves (RFC 4314 §2.1.1).
  private static final List<String> ONE_BY_ONE = oneByOne();

  private AclCommands() {}

  private static List<String> oneByOne() {
    var all = new ArrayList<String>();
    for (var right : Right.values()) all.add(Rights.of(right).text());
    all.addAll(List.of("c", "d"));
    return List.copyOf(all);
  }

  static Reply run(ImapSession session, Known state, AfterLogin.SetAcl command)
      throws CommandRejected {
    var rights = Rights.parse(command.rights());
    if (rights == null)
      throw new CommandRejected(Reply.bad("Rights are letters of lrswipkxtea, and c and d"));
    UnaryOperator<Rights> change =
        switch (command.change()) {
          case ADD -> before -> before.plus(rights);
          case REMOVE -> before -> before.minus(rights);
          case REPLACE -> _ -> rights;
        };
    return change(session, state, command.mailbox(), command.identifier(), change);
  }

  static Reply run(ImapSession session, Known state, AfterLogin.DeleteAcl command)
      throws CommandRejected {
    return change(session, state, command.mailbox(), command.identifier(), null);
  }

  private static Reply change(
      ImapSession session,
      Known state,
      MailboxName mailbox,
      String who,
      @Nullable UnaryOperator<Rights> change)
      throws CommandRejected {
    var services = session.services();
    var place = Names.required(services, state.login(), mailbox, Right.ADMINISTER);
    var outcome = services.sharing().change(place.household(), place.mailbox().id(), who, change);
    return switch (outcome) {
      case AccessOutcome.Done _ -> Replies.completed(change == null ? "DELETEACL" : "SETACL");
      case AccessOutcome.Refused(var reason) -> Reply.no(ResponseCode.Plain.CANNOT, reason);
    };
  }

  static Reply run(ImapSession session, Known state, AfterLogin.GetAcl command)
      throws IOException, CommandRejected {
    var services = session.services();
    var place = Names.required(services, state.login(), command.mailbox(), Right.ADMINISTER);
    var entries = new ArrayList<AclResponses.Entry>();
    for (var entry : services.sharing().list(place.household(), place.mailbox().id()))
      entries.add(new AclResponses.Entry(entry.who(), entry.rights().textWithObsolete()));
    AclResponses.acl(session.wire().out(), place.name(), entries);
    session.wire().responseEnds();
    return Replies.completed("GETACL");
  }

  static Reply run(ImapSession session, Known state, AfterLogin.ListRights command)
      throws IOException, CommandRejected {
    var services = session.services();
    var place = Names.required(services, state.login(), command.mailbox(), Right.ADMINISTER);
    var owner = place.household().address().toString();
    boolean isOwner = command.identifier().equalsIgnoreCase(owner);
    var always = isOwner ? Rights.ALL.textWithObsolete() : "";
    var each = isOwner ? List.<String>of() : ONE_BY_ONE;
    AclResponses.listRights(session.wire().out(), place.name(), command.identifier(), always, each);
    session.wire().responseEnds();
    return Replies.completed("LISTRIGHTS");
  }

  static Reply run(ImapSession session, Known state, AfterLogin.MyRights command)
      throws IOException, CommandRejected {
    var place = Names.find(session.services(), state.login(), command.mailbox());
    if (place == null) throw new CommandRejected(Replies.NO_SUCH_MAILBOX);
    tell(session, place);
    return Replies.completed("MYRIGHTS");
  }

  static void tell(ImapSession session, Place place) throws IOException {
    AclResponses.myRights(session.wire().out(), place.name(), place.rights().textWithObsolete());
    session.wire().responseEnds();
  }
}
