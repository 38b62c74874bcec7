package org.posthorn.servers.imap;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.platform.storage.Spool;
import org.posthorn.servers.imap.AppendReception.SpooledMessage;
import org.posthorn.wire.imap.AppendPart;
import org.posthorn.wire.imap.ImapUrl;
import org.posthorn.wire.imap.MailboxName;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;

/// Makes one message of literals and of parts of others (CATENATE, RFC 4469). The octets are taken
/// as they are.
final class Catenation {
  private final ImapSession session;
  private final long limit;
  private final Spool whole;

  private Catenation(ImapSession session, long limit, Spool whole) {
    this.session = session;
    this.limit = limit;
    this.whole = whole;
  }

  /// The message, which `reception` closes.
  static Spool of(ImapSession session, List<AppendPart> parts, AppendReception reception)
      throws CommandRejected {
    long limit = session.services().config().appendLimit();
    var whole = reception.spool(limit);
    var catenation = new Catenation(session, limit, whole);
    for (var part : parts) catenation.add(part);
    if (whole.size() == 0) throw new CommandRejected(Replies.EMPTY_MESSAGE);
    return whole;
  }

  private void add(AppendPart part) throws CommandRejected {
    switch (part) {
      case AppendPart.Text(var literal) -> {
        if (!(literal instanceof SpooledMessage spooled))
          throw new IllegalStateException("a text that was not spooled");
        spooled.check();
        copy(spooled.spool()::open, spooled.size());
      }
      case AppendPart.Url(var url) -> {
        var excerpt = excerpt(url);
        if (excerpt == null)
          throw new CommandRejected(
              Reply.no(new ResponseCode.BadUrl(url), "There is no such message or part"));
        copy(excerpt.source()::get, excerpt.length());
      }
    }
  }

  /// Only what this session could fetch by itself: RFC 4469 §3.
  private MessageSections.@Nullable Excerpt excerpt(String text) {
    var url = ImapUrl.parse(text);
    if (url == null || url.server() != null || url.authorization() != null) return null;
    var state = session.state() instanceof SessionState.Known known ? known : null;
    var name = url.mailbox() == null ? selected() : url.mailbox();
    if (name == null) return null;
    var place = state == null ? null : Names.find(session.services(), state.login(), name);
    if (place == null || !place.rights().has(Right.READ)) return null;
    if (!UrlMessages.isMeant(place.mailbox(), url)) return null;
    return UrlMessages.find(session, place.where(), url);
  }

  private @Nullable MailboxName selected() {
    return session.state() instanceof SessionState.Selected(var _, var mailbox)
        ? mailbox.name()
        : null;
  }

  private interface Source {
    InputStream open() throws IOException;
  }

  private void copy(Source source, long octets) throws CommandRejected {
    if (octets > limit - whole.size()) throw new CommandRejected(Replies.MESSAGE_TOO_BIG);
    try (var in = source.open()) {
      in.transferTo(whole);
    } catch (IOException e) {
      throw AppendCommand.spoolFailed(e);
    }
  }
}
