package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.imap.InAnyState;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.StatusResponses;

/// LANGUAGE (RFC 5255 §3.2). Everything is said in plain English, which is what `i-default` means,
/// too; names of mailboxes have no translations.
final class LanguageCommand {

  private static final String ENGLISH = "en";
  private static final String DEFAULT = "i-default";

  private LanguageCommand() {}

  static Reply run(ImapSession session, InAnyState.Language command) throws IOException {
    if (command.ranges().isEmpty()) {
      tell(session, List.of(ENGLISH, DEFAULT));
      return Reply.ok("These are the languages");
    }
    for (var range : command.ranges()) {
      var tag = spoken(range);
      if (tag == null) continue;
      tell(session, List.of(tag));
      return Reply.ok("English it is");
    }
    return Replies.NO_SUCH_LANGUAGE;
  }

  private static void tell(ImapSession session, List<String> tags) throws IOException {
    StatusResponses.language(session.wire().out(), tags);
    session.wire().responseEnds();
  }

  /// Who asks for a kind of English is better off with English than with nothing (RFC 4647 §3.4).
  private static @Nullable String spoken(String range) {
    var lower = range.toLowerCase(Locale.ROOT);
    if (lower.equals(DEFAULT)) return DEFAULT;
    return switch (lower.split("-", 2)[0]) {
      case ENGLISH, "*", "default" -> ENGLISH;
      default -> null;
    };
  }
}
