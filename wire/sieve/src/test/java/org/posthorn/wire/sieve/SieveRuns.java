package org.posthorn.wire.sieve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Compiles and runs scripts for tests, and says in a line what they decided.
final class SieveRuns {

  static final ZonedDateTime NOW = ZonedDateTime.parse("2026-11-30T22:58:00+01:00");

  static final String COYOTE =
      """
      Date: Tue, 1 Apr 1997 09:06:31 -0800 (PST)
      From: coyote@desert.example.org
      To: roadrunner@acme.example.com
      Subject: I have a present for you

      Look, I'm sorry about the whole anvil thing.
      """;

  static final String MILLIONAIRE =
      """
      From: youcouldberich!@reply-by-postal-mail.invalid
      Sender: b1ff@de.res.example.com
      To: rube@landru.example.com
      Date:  Mon, 31 Mar 1997 18:26:10 -0800
      Subject: $$$ YOU, TOO, CAN BE A MILLIONAIRE! $$$

      YOU MAY HAVE ALREADY WON TEN MILLION DOLLARS
      """;

  /// All extensions that go together.
  static final String ALL =
      EnumSet.allOf(Extension.class).stream()
          .filter(extension -> extension != Extension.IMAPSIEVE)
          .map(extension -> "\"" + extension.capability() + "\"")
          .collect(Collectors.joining(", ", "require [", "];\r\n"));

  private final Map<String, String> library = new HashMap<>();
  private Facts facts;
  private SieveLimits limits = SieveLimits.ORDINARY;

  SieveRuns(String message) {
    this(message, Outside.NOTHING);
  }

  SieveRuns(String message, Outside outside) {
    this.facts =
        Facts.of(
            SieveMessage.of(octets(message)),
            SieveEnvelope.of("coyote@desert.example.org", "roadrunner+lists@acme.example.com"),
            NOW,
            outside);
  }

  static byte[] octets(String text) {
    return text.replaceAll("\r?\n", "\r\n").getBytes(UTF_8);
  }

  SieveRuns script(String name, String text) {
    library.put(name, text);
    return this;
  }

  SieveRuns with(Facts other) {
    facts = other;
    return this;
  }

  SieveRuns with(SieveLimits other) {
    limits = other;
    return this;
  }

  Facts facts() {
    return facts;
  }

  Compilation compile(String text) {
    ScriptLibrary found =
        name -> library.containsKey(name.toString()) ? octets(library.get(name.toString())) : null;
    var settings = CompileSettings.ALL.with(found).with(limits);
    return SieveCompiler.compile(ScriptName.personal("main"), octets(text), settings);
  }

  Outcome outcome(String text) {
    return outcome(text, Script.Tracing.ON);
  }

  Outcome outcome(String text, Script.Tracing tracing) {
    var compilation = compile(text);
    if (!(compilation instanceof Compilation.Compiled(Script script, var _)))
      throw new AssertionError(((Compilation.Refused) compilation).text());
    try {
      return script.run(facts, limits, tracing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The actions, or the fault.
  String run(String text) {
    var outcome = outcome(text);
    var fault = outcome.fault();
    if (fault != null) {
      assertThat(outcome.actions()).hasSize(1);
      assertThat(shown(outcome.actions())).isEqualTo("implicit keep");
      return "fault at " + fault.at().line() + ": " + fault.text();
    }
    return shown(outcome.actions());
  }

  /// Whether a test is true, in a script that requires everything.
  boolean holds(String test) {
    var shown = run(ALL + "if " + test + " { discard; }");
    if (shown.equals("discard")) return true;
    assertThat(shown).isEqualTo("implicit keep");
    return false;
  }

  /// The errors of a script, `line: text` each.
  static List<String> errors(String text) {
    return switch (new SieveRuns(COYOTE).compile(text)) {
      case Compilation.Compiled _ -> List.of();
      case Compilation.Refused refused ->
          refused.errors().stream().map(each -> each.at().line() + ": " + each.text()).toList();
    };
  }

  static String shown(List<Action> actions) {
    return actions.stream().map(SieveRuns::shown).collect(Collectors.joining("; "));
  }

  private static String shown(Action action) {
    return switch (action) {
      case Action.Keep keep -> (keep.implicit() ? "implicit keep" : "keep") + flags(keep.flags());
      case Action.FileInto file ->
          "fileinto " + shown(file.mailbox()) + (file.copy() ? " copy" : "") + flags(file.flags());
      case Action.Redirect redirect ->
          "redirect " + shown(redirect.to()) + (redirect.copy() ? " copy" : "");
      case Action.Reject reject ->
          (reject.protocolOnly() ? "ereject " : "reject ") + reject.reason();
      case Action.Discard _ -> "discard";
      case Action.Vacation vacation -> "vacation " + vacation.reason();
      case Action.Notify notify ->
          "notify " + notify.method().uri() + (notify.text() == null ? "" : " " + notify.text());
    };
  }

  private static String shown(Action.Destination mailbox) {
    return mailbox.name()
        + (mailbox.create() ? " create" : "")
        + (mailbox.specialUse() == null ? "" : " use " + mailbox.specialUse())
        + (mailbox.objectId() == null ? "" : " id " + mailbox.objectId());
  }

  private static String shown(Action.RedirectTo to) {
    return switch (to) {
      case Action.RedirectTo.Address address -> address.address().toString();
      case Action.RedirectTo.ExternalList list -> "list " + list.uri();
    };
  }

  private static String flags(@Nullable List<String> flags) {
    return flags == null ? "" : " " + flags;
  }

  static String text(SieveMessage message) {
    try (var in = message.open()) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
