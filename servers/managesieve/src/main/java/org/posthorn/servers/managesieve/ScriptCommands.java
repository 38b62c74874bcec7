package org.posthorn.servers.managesieve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import org.posthorn.domain.filters.ScriptOutcome;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.wire.managesieve.ManageSieveCommand;
import org.posthorn.wire.managesieve.Reply;
import org.posthorn.wire.sieve.Compilation;

/// Everything that is done to scripts: HAVESPACE, PUTSCRIPT, LISTSCRIPTS, SETACTIVE, GETSCRIPT,
/// DELETESCRIPT, RENAMESCRIPT and CHECKSCRIPT (RFC 5804 §2.5 to §2.12), a few lines each.
final class ScriptCommands {

  private final ManageSieveSession session;
  private final MailAccount account;

  /// @param account as the directory has it now
  ScriptCommands(ManageSieveSession session, MailAccount account) {
    this.session = session;
    this.account = account;
  }

  Reply haveSpace(ManageSieveCommand.HaveSpace command) {
    return Replies.of(
        session.services().scripts().haveSpace(account, command.script(), command.octets()));
  }

  Reply put(ManageSieveCommand.PutScript command) {
    var content = command.content().octets();
    return changed(
        command,
        command.script(),
        session.services().scripts().put(account, command.script(), content));
  }

  Reply check(ManageSieveCommand.CheckScript command) {
    var content = command.content().octets();
    return switch (session.services().scripts().compile(account, "script", content)) {
      case Compilation.Compiled(var _, var warnings) ->
          Replies.of(new ScriptOutcome.Done(warnings));
      case Compilation.Refused refused -> Replies.of(new ScriptOutcome.DoesNotCompile(refused));
    };
  }

  Reply list() throws IOException {
    for (var script : session.services().scripts().list(account))
      session.line(Reply.string(script.name()) + (script.active() ? " ACTIVE" : ""));
    return Reply.ok("");
  }

  Reply activate(ManageSieveCommand.SetActive command) {
    var name = command.script().isEmpty() ? null : command.script();
    return changed(command, command.script(), session.services().scripts().activate(account, name));
  }

  Reply get(ManageSieveCommand.GetScript command) throws IOException {
    var content = session.services().scripts().content(account, command.script());
    if (content == null) return Replies.of(new ScriptOutcome.NoSuchScript());
    session.line("{" + content.length + "}");
    session.connection().output().write(content, 0, content.length);
    session.connection().output().write("\r\n".getBytes(US_ASCII), 0, 2);
    return Reply.ok("");
  }

  Reply delete(ManageSieveCommand.DeleteScript command) {
    return changed(
        command, command.script(), session.services().scripts().delete(account, command.script()));
  }

  Reply rename(ManageSieveCommand.RenameScript command) {
    return changed(
        command,
        command.from() + " to " + command.to(),
        session.services().scripts().rename(account, command.from(), command.to()));
  }

  private Reply changed(ManageSieveCommand command, String script, ScriptOutcome outcome) {
    if (outcome instanceof ScriptOutcome.Done) session.log().changed(command.name(), script);
    return Replies.of(outcome);
  }
}
