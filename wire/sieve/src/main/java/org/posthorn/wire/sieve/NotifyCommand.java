package org.posthorn.wire.sieve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `notify` (RFC 5435 §3, RFC 8580 §6).
record NotifyCommand(
    Position at,
    @Nullable Template from,
    @Nullable Template importance,
    List<Template> options,
    @Nullable Template message,
    @Nullable FccArguments fcc,
    Template method)
    implements Command.Step {

  static NotifyCommand of(Arguments arguments) throws CheckFailed {
    var fcc = FccArguments.of(arguments);
    var from = arguments.stringTag("from");
    SieveAddress.checkFrom(from);
    var importance = arguments.stringTag("importance");
    if (importance != null && importance.isConstant() && !isImportance(importance.source()))
      throw CheckFailed.of(importance.at(), ":importance is \"1\", \"2\" or \"3\"");
    var options = arguments.stringsTag("options");
    var message = arguments.stringTag("message");
    var method = arguments.string("where to (a URI)");
    return new NotifyCommand(
        arguments.at(),
        from,
        importance,
        options == null ? List.of() : options,
        message,
        fcc,
        method);
  }

  private static boolean isImportance(String text) {
    return text.length() == 1 && text.charAt(0) >= '1' && text.charAt(0) <= '3';
  }

  @Override
  public void run(Execution execution) {
    var uri = execution.expand(method);
    var target = target(execution, uri);
    var important = importance == null ? "2" : execution.expand(importance);
    if (!isImportance(important)) throw new ScriptFault(":importance is \"1\", \"2\" or \"3\"");
    var all = execution.expand(options);
    for (var option : all)
      if (!isOption(option))
        throw new ScriptFault(
            "an option is written as \"name=value\", not " + Execution.quoted(option));
    execution
        .actions()
        .add(
            new Action.Notify(
                at,
                target,
                SieveAddress.from(execution, from),
                important.charAt(0) - '0',
                all,
                execution.expandOrNull(message),
                FccArguments.copy(fcc, execution),
                execution.edits().message()));
    execution.trace(TraceStep.Kind.ACTION, "notify " + Execution.quoted(uri));
  }

  private static NotifyMethod target(Execution execution, String uri) {
    try {
      return NotifyUri.parse(uri, execution.outside().notifySchemes());
    } catch (NotifyUri.Invalid e) {
      throw new ScriptFault(Execution.quoted(uri) + ": " + e.text());
    }
  }

  // RFC 5435 §3.5: "<optionname>=<value>"; optionname = l-d *l-d-p
  private static boolean isOption(String option) {
    int equals = option.indexOf('=');
    if (equals < 1 || option.indexOf(0) >= 0 || option.indexOf('\r') >= 0) return false;
    for (int i = 0; i < equals; i++) {
      char c = option.charAt(i);
      boolean letter = Lexer.isDigit(c) || (Lexer.isLetter(c) && c != '_');
      if (!letter && (i == 0 || "._-".indexOf(c) < 0)) return false;
    }
    return true;
  }
}
