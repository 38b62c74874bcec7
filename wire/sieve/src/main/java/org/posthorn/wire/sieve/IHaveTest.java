package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `ihave` (RFC 5463 §4): when all are there they are on from here to the end of the script.
///
/// @param extensions null when one of them is not there
record IHaveTest(Position at, List<String> capabilities, @Nullable List<Extension> extensions)
    implements Test.Question {

  static IHaveTest of(Arguments arguments) throws CheckFailed {
    var capabilities = new ArrayList<String>();
    var extensions = new ArrayList<Extension>();
    for (var capability : arguments.strings("the names of extensions")) {
      var name = arguments.constant(capability, "the name of an extension");
      var extension = Extension.named(name);
      capabilities.add(name);
      if (extension != null && arguments.checker().isAvailable(extension))
        extensions.add(extension);
    }
    boolean all = extensions.size() == capabilities.size();
    return new IHaveTest(arguments.at(), capabilities, all ? List.copyOf(extensions) : null);
  }

  @Override
  public boolean holds(Execution execution) {
    execution.trace(
        TraceStep.Kind.COMPARISON,
        String.join(", ", capabilities) + (extensions == null ? ": not all here" : ": all here"));
    if (extensions == null) return false;
    extensions.forEach(execution::enable);
    return true;
  }
}
