package org.posthorn.wire.sieve;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// `duplicate` (RFC 7352).
///
/// @param header the field that has the unique id; null for `Message-ID`, unless `uniqueId` is
///   given
record DuplicateTest(
    Position at,
    @Nullable Template handle,
    @Nullable Template header,
    @Nullable Template uniqueId,
    @Nullable Long seconds,
    boolean last)
    implements Test.Question {

  static DuplicateTest of(Arguments arguments) throws CheckFailed {
    var handle = arguments.stringTag("handle");
    var header = arguments.stringTag("header");
    var uniqueId = arguments.stringTag("uniqueid");
    if (header != null && uniqueId != null)
      throw arguments.fail(":header and :uniqueid exclude each other");
    var seconds = arguments.numberTag("seconds");
    boolean last = arguments.flag("last");
    return new DuplicateTest(arguments.at(), handle, header, uniqueId, seconds, last);
  }

  @Override
  public boolean holds(Execution execution) throws IOException {
    // RFC 7352 §3.4: it is for final delivery
    if (execution.facts().isImapEvent())
      throw new ScriptFault("\"duplicate\" is for new mail, and there is none (RFC 7352 §3.4)");
    var id = id(execution);
    if (id == null || (seconds != null && seconds == 0)) return false;
    var mark = new DuplicateMark(execution.expandOrNull(handle), id, seconds, last);
    boolean known = execution.outside().isDuplicate(mark);
    execution.trace(
        TraceStep.Kind.COMPARISON,
        Execution.quoted(id) + (known ? " was seen before" : " was not seen before"));
    execution.remember(mark);
    return known;
  }

  private @Nullable String id(Execution execution) throws IOException {
    if (uniqueId != null) return execution.expand(uniqueId);
    var name = header == null ? "Message-ID" : execution.expand(header);
    var fields = execution.view().headers().fields(name);
    return fields.isEmpty() ? null : fields.getFirst().decoded().strip();
  }
}
