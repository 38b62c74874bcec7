package org.posthorn.wire.sieve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.HeaderFields;

/// `deleteheader` (RFC 5293 §5).
///
/// @param patterns null to delete whatever the value is
record DeleteHeaderCommand(
    Position at, @Nullable FieldIndex index, Match match, Template name, @Nullable Keys patterns)
    implements Command.Step {

  static DeleteHeaderCommand of(Arguments arguments) throws CheckFailed {
    var index = FieldIndex.of(arguments);
    var match = Match.withoutList(arguments);
    if (match.type() instanceof MatchType.Count)
      throw arguments.fail("\"deleteheader\" cannot be used with :count");
    var name = HeaderNames.checked(arguments.string("the name of a header field"));
    var patterns = arguments.count() > 0 ? arguments.keys(match) : null;
    return new DeleteHeaderCommand(arguments.at(), index, match, name, patterns);
  }

  @Override
  public void run(Execution execution) throws IOException {
    var field = HeaderNames.expanded(execution, name);
    var headers = execution.edits().message().headers();
    var doomed = doomed(execution, headers, field);
    boolean done = execution.edits().deleteFields(field, doomed);
    execution.trace(
        TraceStep.Kind.ACTION,
        done
            ? "deleteheader " + field + ": " + doomed.size() + " deleted"
            : field + " cannot be deleted");
  }

  /// The numbers of the fields that go.
  private Set<Integer> doomed(Execution execution, HeaderFields headers, String field) {
    execution.work().spend(headers.size() + 1L);
    var named = new ArrayList<Integer>();
    for (int i = 0; i < headers.size(); i++) if (headers.field(i).isNamed(field)) named.add(i);
    var doomed = new HashSet<Integer>();
    var comparing = patterns == null ? null : Comparing.of(execution, match, patterns);
    for (int number : FieldIndex.pick(index, named))
      if (comparing == null || comparing.one(headers.field(number).decoded().strip()))
        doomed.add(number);
    return doomed;
  }
}
