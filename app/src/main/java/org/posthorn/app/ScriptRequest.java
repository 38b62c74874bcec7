package org.posthorn.app;

import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.ScriptAnswer.ScriptChecked;
import org.posthorn.app.ScriptAnswer.ScriptPage;
import org.posthorn.app.ScriptAnswer.ScriptText;
import org.posthorn.app.ScriptAnswer.ScriptTrial;

/// Asks about people's Sieve scripts.
sealed interface ScriptRequest<R extends AdminAnswer> extends AdminRequest.OfStore<R> {

  record ListScripts(String account) implements ScriptRequest<ScriptPage> {}

  /// Asks for the text of a script.
  ///
  /// @param name null for the active one
  record ShowScript(String account, @Nullable String name) implements ScriptRequest<ScriptText> {}

  record PutScript(String account, String name, String text, boolean activate)
      implements ScriptRequest<ScriptChecked> {}

  /// Makes a script the one that runs.
  ///
  /// @param name null for none
  record ActivateScript(String account, @Nullable String name) implements ScriptRequest<Done> {}

  record RemoveScript(String account, String name) implements ScriptRequest<Done> {}

  /// Compiles a script and stores nothing.
  ///
  /// @param account whose scripts it may include; null for nobody's
  record CheckScript(@Nullable String account, String name, String text)
      implements ScriptRequest<ScriptChecked> {}

  /// Runs a script over a message, and does nothing that it says.
  ///
  /// @param account whose mail it would be; null for nobody's
  /// @param name of the script; null for the account's active one
  /// @param text null for the account's own script of that name
  /// @param message its octets in base64
  /// @param from the envelope's sender, empty for none
  /// @param to its recipient; null for the account
  /// @param event null for a delivery
  record TestScript(
      @Nullable String account,
      @Nullable String name,
      @Nullable String text,
      String message,
      String from,
      @Nullable String to,
      @Nullable Event event)
      implements ScriptRequest<ScriptTrial> {}

  /// Something that would have happened in a mailbox by IMAP.
  ///
  /// @param cause `append`, `copy` or `flag`
  /// @param flags of the message, and which of them have `changed`, with blanks between them
  record Event(String cause, String mailbox, String flags, String changed) {}
}
