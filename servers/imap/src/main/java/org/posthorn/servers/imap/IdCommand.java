package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.posthorn.wire.imap.IdField;
import org.posthorn.wire.imap.InAnyState;
import org.posthorn.wire.imap.StatusResponses;

/// ID (RFC 2971).
final class IdCommand {

  private IdCommand() {}

  static void run(ImapSession session, InAnyState.Id command) throws IOException {
    session
        .log()
        .clientId(
            command.fields().stream()
                .map(field -> field.name() + "=" + field.value())
                .collect(Collectors.joining(" ")));
    StatusResponses.id(session.wire().out(), ours(session.services().config()));
    session.wire().responseEnds();
  }

  private static List<IdField> ours(ImapConfig config) {
    var fields = new ArrayList<IdField>();
    fields.add(new IdField("name", config.software()));
    if (!config.version().isEmpty()) fields.add(new IdField("version", config.version()));
    return fields;
  }
}
