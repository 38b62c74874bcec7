package org.posthorn.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.ScriptAnswer.OneScript;
import org.posthorn.app.ScriptAnswer.ScriptChecked;
import org.posthorn.app.ScriptAnswer.ScriptPage;
import org.posthorn.app.ScriptAnswer.ScriptProblem;
import org.posthorn.app.ScriptAnswer.ScriptStep;
import org.posthorn.app.ScriptAnswer.ScriptText;
import org.posthorn.app.ScriptAnswer.ScriptTrial;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.directory.AccountSettings;
import org.posthorn.domain.filters.EventItems;
import org.posthorn.domain.filters.Filters;
import org.posthorn.domain.filters.MailboxEvents;
import org.posthorn.domain.filters.ScriptOutcome;
import org.posthorn.domain.filters.StoredScript;
import org.posthorn.domain.filters.Subject;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sieve.Compilation;
import org.posthorn.wire.sieve.Diagnostic;
import org.posthorn.wire.sieve.Script;
import org.posthorn.wire.sieve.SieveEnvelope;
import org.posthorn.wire.sieve.SieveMessage;
import org.posthorn.wire.smtp.ReversePath;

/// People's Sieve scripts: listed, shown, put, made active, removed, checked, tried.
final class SieveAdministration {

  private final AccountAdministration accounts;
  private final Filters filters;
  private final Store store;

  SieveAdministration(Store store, AccountAdministration accounts) {
    this.store = store;
    this.accounts = accounts;
    this.filters = store.filters();
  }

  private MailAccount mail(String account) throws AdminRefused {
    return MailAccount.of(accounts.find(account));
  }

  ScriptPage list(ScriptRequest.ListScripts request) throws AdminRefused {
    var scripts = filters.scripts().list(mail(request.account()));
    return new ScriptPage(
        scripts.stream()
            .map(it -> new OneScript(it.name(), it.octets(), it.active(), it.changed()))
            .toList());
  }

  ScriptText show(ScriptRequest.ShowScript request) throws AdminRefused {
    var account = mail(request.account());
    var name = request.name() == null ? active(account, request.account()) : request.name();
    return new ScriptText(name, new String(content(account, name), UTF_8));
  }

  private String active(MailAccount account, String address) throws AdminRefused {
    return filters.scripts().list(account).stream()
        .filter(StoredScript::active)
        .map(StoredScript::name)
        .findFirst()
        .orElseThrow(() -> new AdminRefused("%s has no active script.".formatted(address)));
  }

  private byte[] content(MailAccount account, String name) throws AdminRefused {
    var content = filters.scripts().content(account, name);
    if (content == null) throw new AdminRefused("There is no script called %s.".formatted(name));
    return content;
  }

  ScriptChecked put(ScriptRequest.PutScript request) throws AdminRefused {
    var account = mail(request.account());
    var name = request.name();
    var warnings = done(filters.scripts().put(account, name, request.text().getBytes(UTF_8)));
    if (request.activate()) done(filters.scripts().activate(account, name));
    return new ScriptChecked(true, problems(warnings));
  }

  Done activate(ScriptRequest.ActivateScript request) throws AdminRefused {
    done(filters.scripts().activate(mail(request.account()), request.name()));
    return new Done(
        request.name() == null ? "no script runs now" : request.name() + " runs from now on");
  }

  Done remove(ScriptRequest.RemoveScript request) throws AdminRefused {
    done(filters.scripts().delete(mail(request.account()), request.name()));
    return new Done("removed " + request.name());
  }

  private static List<Diagnostic> done(ScriptOutcome outcome) throws AdminRefused {
    return switch (outcome) {
      case ScriptOutcome.Done(var warnings) -> warnings;
      case ScriptOutcome.DoesNotCompile(var why) -> throw new AdminRefused(lines(why));
      case ScriptOutcome refused -> throw new AdminRefused(Words.sentence(refused.inWords()));
    };
  }

  private static String lines(Compilation.Refused refused) {
    return refused.text().replace("\r\n", "\n");
  }

  ScriptChecked check(ScriptRequest.CheckScript request) throws AdminRefused {
    var account = account(request.account(), null);
    var text = request.text().getBytes(UTF_8);
    var compiled = filters.scripts().compile(MailAccount.of(account), request.name(), text);
    return switch (compiled) {
      case Compilation.Compiled(var _, var warnings) -> new ScriptChecked(true, problems(warnings));
      case Compilation.Refused(var errors, var warnings) ->
          new ScriptChecked(
              false, problems(Stream.concat(errors.stream(), warnings.stream()).toList()));
    };
  }

  private static List<ScriptProblem> problems(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .map(it ->
            new ScriptProblem(
                ConfigValues.word(it.severity()),
                it.at().script(),
                it.at().line(),
                it.at().column(),
                it.text()))
        .toList();
  }

  ScriptTrial test(ScriptRequest.TestScript request) throws AdminRefused {
    var to = request.to();
    var account = account(request.account(), to);
    var mail = MailAccount.of(account);
    var text = request.text();
    var name = request.name() == null ? active(mail, account.address().toString()) : request.name();
    var octets = text == null ? content(mail, name) : text.getBytes(UTF_8);
    var script =
        switch (filters.scripts().compile(mail, name, octets)) {
          case Compilation.Compiled(var compiled, var _) -> compiled;
          case Compilation.Refused refused -> throw new AdminRefused(lines(refused));
        };
    var from = request.from();
    var path =
        from.isEmpty() || from.equals("<>")
            ? new ReversePath.Null()
            : new ReversePath.Mailbox(Words.address(from));
    var subject =
        new Subject(
            account,
            SieveEnvelope.of(
                path instanceof ReversePath.Mailbox(var address) ? address.toString() : "",
                to == null ? account.address().toString() : to),
            path,
            new Arrival.Target.Inbox(),
            SieveMessage.of(octets(request.message())));
    var trial = trial(subject, script, request.event());
    return new ScriptTrial(
        trial.trace().stream()
            .map(it ->
                new ScriptStep(
                    it.at().script(),
                    it.at().line(),
                    it.depth(),
                    ConfigValues.word(it.kind()),
                    it.text()))
            .toList(),
        trial.filtered().story());
  }

  private Filters.Trial trial(Subject subject, Script script, ScriptRequest.@Nullable Event event)
      throws AdminRefused {
    try {
      if (event == null) return filters.test(subject, script);
      var address = subject.account().address().toString();
      var cause = cause(event.cause());
      var items = new EventItems(cause, address, address, event.mailbox(), words(event.changed()));
      return filters.test(subject, script, items, words(event.flags()));
    } catch (IOException e) {
      throw new AdminRefused("The message cannot be read: " + e.getMessage());
    }
  }

  private static MailboxEvents.Cause cause(String word) throws AdminRefused {
    for (var cause : MailboxEvents.Cause.values())
      if (cause.name().equalsIgnoreCase(word)) return cause;
    throw new AdminRefused("An event is append, copy or flag, not %s.".formatted(word));
  }

  private static List<String> words(String text) {
    return Stream.of(text.split(" +")).filter(word -> !word.isEmpty()).toList();
  }

  private static byte[] octets(String base64) throws AdminRefused {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new AdminRefused("The message is not in base64.");
    }
  }

  /// Of that address, or one that stands for nobody in particular and has no mail.
  private Account account(@Nullable String address, @Nullable String to) throws AdminRefused {
    if (address != null) return accounts.find(address);
    EmailAddress nobody = Words.address(to == null ? "somebody@example.org" : to);
    PartitionId home = store.storage().partitions().getFirst();
    return new Account(
        new AccountId(Filters.NOBODY), nobody, AccountSettings.DEFAULT, home, Instant.EPOCH);
  }
}
