package org.posthorn.wire.sieve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `vacation` (RFC 5230, RFC 6131, RFC 8580 §5).
///
/// @param days whether the interval was given by `:days`
record VacationCommand(
    Position at,
    @Nullable Long seconds,
    boolean days,
    @Nullable Template subject,
    @Nullable Template from,
    List<Template> addresses,
    boolean mime,
    @Nullable Template handle,
    @Nullable FccArguments fcc,
    Template reason)
    implements Command.Step {

  private static final long DAY_SECONDS = 86_400;

  /// Longer than anybody is away; keeps sums in range.
  private static final long MAX_SECONDS = 1L << 31;

  static VacationCommand of(Arguments arguments) throws CheckFailed {
    var fcc = FccArguments.of(arguments);
    var days = arguments.numberTag("days");
    var seconds = arguments.numberTag("seconds", Extension.VACATION_SECONDS);
    if (days != null && seconds != null)
      throw arguments.fail(":days and :seconds exclude each other");
    var subject = arguments.stringTag("subject");
    var from = arguments.stringTag("from");
    SieveAddress.checkFrom(from);
    var addresses = arguments.stringsTag("addresses");
    boolean mime = arguments.flag("mime");
    var handle = arguments.stringTag("handle");
    var reason = arguments.string("the text of the answer");
    if (mime && reason.isConstant()) checkMime(reason);
    return new VacationCommand(
        arguments.at(),
        days != null ? Long.valueOf(seconds(days)) : cut(seconds),
        days != null,
        subject,
        from,
        addresses == null ? List.of() : addresses,
        mime,
        handle,
        fcc,
        reason);
  }

  /// RFC 5230 §4.1: no less than a day.
  private static long seconds(long days) {
    return Math.clamp(days, 1, MAX_SECONDS / DAY_SECONDS) * DAY_SECONDS;
  }

  private static @Nullable Long cut(@Nullable Long seconds) {
    return seconds == null ? null : Long.valueOf(Math.min(seconds, MAX_SECONDS));
  }

  private static void checkMime(Template reason) throws CheckFailed {
    var fault = MimeEntity.fault(reason.source());
    if (fault != null) throw CheckFailed.of(reason.at(), "after :mime " + fault);
  }

  @Override
  public void run(Execution execution) {
    var text = execution.expand(reason);
    var fault = mime ? MimeEntity.fault(text) : null;
    if (fault != null) throw new ScriptFault("after :mime " + fault);
    var vacation =
        new Action.Vacation(
            at,
            text,
            mime,
            execution.expandOrNull(subject),
            SieveAddress.from(execution, from),
            execution.expand(addresses),
            seconds,
            days,
            responseKey(execution),
            FccArguments.copy(fcc, execution),
            execution.edits().message());
    execution.actions().add(vacation);
    execution.trace(TraceStep.Kind.ACTION, "vacation " + Execution.quoted(text));
  }

  // RFC 5230 §4.2: the handle, or else the arguments before their variables were filled in, each
  // with
  // its length so that they cannot be taken for each other
  private String responseKey(Execution execution) {
    if (handle != null) return "handle " + hash(execution.expand(handle));
    var parts = new StringBuilder();
    for (var part : new @Nullable Template[] {subject, from, reason})
      if (part == null) parts.append('-');
      else parts.append(part.source().length()).append(':').append(part.source());
    return "text " + hash(parts.append(mime ? "mime" : "").toString());
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
