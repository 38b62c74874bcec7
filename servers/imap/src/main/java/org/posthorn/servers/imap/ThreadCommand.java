package org.posthorn.servers.imap;

import java.io.IOException;
import org.posthorn.domain.mailbox.ThreadAlgorithm;
import org.posthorn.domain.mailbox.ThreadTree;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ThreadResponse;
import org.posthorn.wire.imap.WithMailbox;

/// THREAD and UID THREAD (RFC 5256 §3). [SearchRun] finds, the store puts threads together.
final class ThreadCommand {

  private ThreadCommand() {}

  static Reply run(
      ImapSession session, SessionState.Selected selected, WithMailbox.ThreadMessages given)
      throws IOException, CommandRejected, SessionEnds {
    var key = Filters.resolved(session.services(), selected.login(), given.key());
    var command = given.withKey(key);
    var mailbox = selected.mailbox();
    SearchCommand.begin(session, mailbox, command.numbers(), command.key());
    var found = new SearchRun(session, mailbox).find(command.key());
    var algorithm =
        switch (command.algorithm()) {
          case ORDEREDSUBJECT -> ThreadAlgorithm.ORDEREDSUBJECT;
          case REFERENCES -> ThreadAlgorithm.REFERENCES;
        };
    var messages = session.services().mail().messages();
    var threads = messages.threads(mailbox.where(), mailbox.told(), found, algorithm);
    var response = new ThreadResponse(session.wire().out());
    threads.walk(new Telling(response, mailbox, command.numbers()));
    response.end();
    session.wire().responseEnds();
    return Replies.completed(command.name());
  }

  private record Telling(ThreadResponse response, SelectedMailbox mailbox, NumberedBy numbers)
      implements ThreadTree.Visitor {
    @Override
    public void open() {
      response.open();
    }

    @Override
    public void close() {
      response.close();
    }

    @Override
    public void message(int uid) {
      switch (numbers) {
        case UID -> response.message(uid);
        case SEQUENCE -> response.message(mailbox.told().indexOf(uid) + 1L);
      }
    }
  }
}
