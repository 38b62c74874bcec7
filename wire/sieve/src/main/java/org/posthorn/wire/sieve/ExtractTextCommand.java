package org.posthorn.wire.sieve;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.BodyPart;

/// `extracttext` (RFC 5703 §7).
///
/// @param first characters that are taken, null for all
record ExtractTextCommand(Position at, Modifiers modifiers, @Nullable Long first, VariableName name)
    implements Command.Step {

  static ExtractTextCommand of(Arguments arguments) throws CheckFailed {
    arguments.checker().need(arguments.at(), "\"extracttext\"", Extension.VARIABLES);
    if (!arguments.checker().isInLoop())
      throw arguments.fail("\"extracttext\" is only allowed inside of \"foreverypart\"");
    var modifiers = Modifiers.of(arguments);
    var first = arguments.numberTag("first");
    var name = VariableName.of(arguments, arguments.string("the name of a variable"));
    return new ExtractTextCommand(arguments.at(), modifiers, first, name);
  }

  @Override
  public void run(Execution execution) throws IOException {
    var text = text(execution);
    execution.variables().set(name, modifiers.apply(text));
    execution.trace(
        TraceStep.Kind.ACTION, "extracttext to " + name.name() + ": " + Execution.quoted(text));
  }

  /// What is no text, or has labels that nobody knows, is empty.
  private String text(Execution execution) throws IOException {
    var view = execution.currentView();
    if (!(view.part() instanceof BodyPart.Text part) || !PartText.isUnderstood(part)) return "";
    // :first counts characters, of which one may be two of ours
    long most = first == null ? Integer.MAX_VALUE : 2 * Math.min(first, Integer.MAX_VALUE / 2);
    int limit = (int) Math.min(most, 2L * execution.limits().variableCharacters());
    var text = new PartText(view.message(), limit, execution.work()).text(part);
    if (first == null || text.codePointCount(0, text.length()) <= first) return text;
    return text.substring(0, text.offsetByCodePoints(0, first.intValue()));
  }
}
