package org.posthorn.servers.pop3;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.pop3.InAnyState;
import org.posthorn.wire.pop3.Listing;
import org.posthorn.wire.pop3.Reply;

/// LANG (RFC 6856 §3.2). English is spoken.
final class LangCommand {

  private static final String TAG = "en";

  private LangCommand() {}

  static @Nullable Reply run(Pop3Session session, InAnyState.Lang command) throws IOException {
    var range = command.range();
    if (range == null) {
      session.wire().begin(Reply.ok("Languages follow"));
      session.wire().line(TAG + " English");
      session.wire().end(new Listing());
      return null;
    }
    // Who asks for a kind of English is better off with English than with nothing (RFC 4647 §3.4).
    var language = range.toLowerCase(Locale.ROOT).split("-", 2)[0];
    boolean matches = language.equals("*") || language.equals(TAG);
    return matches ? Reply.ok(TAG + " English it is") : Replies.NO_SUCH_LANGUAGE;
  }
}
