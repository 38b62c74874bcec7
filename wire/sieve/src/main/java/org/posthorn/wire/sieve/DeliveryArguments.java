package org.posthorn.wire.sieve;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.sieve.Action.DeliveryOptions;

/// What `redirect` asks of the transport: `:notify` and `:ret`, `:bytimerelative`,
/// `:bytimeabsolute`, `:bymode` and `:bytrace` (RFC 6009 §6, §7).
record DeliveryArguments(
    @Nullable Template notifyOn,
    @Nullable Template ret,
    @Nullable Long relative,
    @Nullable Template absolute,
    @Nullable Template mode,
    boolean trace) {

  private static final Set<String> CONDITIONS = Set.of("SUCCESS", "FAILURE", "DELAY");

  static DeliveryArguments of(Arguments arguments) throws CheckFailed {
    var notify = arguments.stringTag("notify", Extension.REDIRECT_DSN);
    var ret = arguments.stringTag("ret", Extension.REDIRECT_DSN);
    var relative = arguments.numberTag("bytimerelative", Extension.REDIRECT_DELIVERBY);
    var absolute = arguments.stringTag("bytimeabsolute", Extension.REDIRECT_DELIVERBY);
    var mode = arguments.stringTag("bymode", Extension.REDIRECT_DELIVERBY);
    boolean trace = arguments.flag("bytrace", Extension.REDIRECT_DELIVERBY);
    if (relative != null && absolute != null)
      throw arguments.fail(":bytimerelative and :bytimeabsolute exclude each other");
    if (relative == null && absolute == null && (mode != null || trace))
      throw arguments.fail(":bymode and :bytrace need :bytimerelative or :bytimeabsolute");
    check(notify, notify == null ? null : conditions(notify.source()), ":notify");
    check(ret, ret == null ? null : returned(ret.source()), ":ret");
    check(mode, mode == null ? null : isReturn(mode.source()), ":bymode");
    check(absolute, absolute == null ? null : moment(absolute.source()), ":bytimeabsolute");
    return new DeliveryArguments(notify, ret, relative, absolute, mode, trace);
  }

  private static void check(@Nullable Template text, @Nullable Object read, String tag)
      throws CheckFailed {
    if (text != null && text.isConstant() && read == null)
      throw CheckFailed.of(text.at(), "\"" + text.source() + "\" cannot be the value of " + tag);
  }

  DeliveryOptions options(Execution execution) {
    var conditions = execution.expandOrNull(notifyOn);
    var wanted = execution.expandOrNull(ret);
    return new DeliveryOptions(
        conditions == null ? List.of() : valid(conditions(conditions), ":notify"),
        wanted == null ? null : valid(returned(wanted), ":ret"),
        deadline(execution));
  }

  private DeliveryOptions.@Nullable Deadline deadline(Execution execution) {
    var written = execution.expandOrNull(absolute);
    if (written == null && relative == null) return null;
    Instant by =
        written != null
            ? valid(moment(written), ":bytimeabsolute")
            : execution.facts().now().toInstant().plusSeconds(relative == null ? 0 : relative);
    var how = execution.expandOrNull(mode);
    boolean returned = how == null || valid(isReturn(how), ":bymode");
    return new DeliveryOptions.Deadline(by, returned, trace);
  }

  private static <T> T valid(@Nullable T read, String tag) {
    if (read == null) throw new ScriptFault("the value of " + tag + " is wrong");
    return read;
  }

  // notify-value = "NEVER" / notify-list-element *("," notify-list-element)
  private static @Nullable List<String> conditions(String text) {
    var upper = text.toUpperCase(Locale.ROOT);
    if (upper.equals("NEVER")) return List.of(upper);
    var all = new ArrayList<String>();
    for (var condition : upper.split(",", -1)) {
      if (!CONDITIONS.contains(condition)) return null;
      if (!all.contains(condition)) all.add(condition);
    }
    return all;
  }

  private static @Nullable String returned(String text) {
    var upper = text.toUpperCase(Locale.ROOT);
    return upper.equals("FULL") || upper.equals("HDRS") ? upper : null;
  }

  private static @Nullable Boolean isReturn(String text) {
    if (text.equalsIgnoreCase("return")) return true;
    return text.equalsIgnoreCase("notify") ? false : null;
  }

  // the date-time of RFC 3339 §5.6; the example of RFC 6009 §7.2 writes its offset as +0100
  private static @Nullable Instant moment(String text) {
    int sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
    boolean plain = sign > 10 && text.length() - sign == 5 && text.indexOf(':', sign) < 0;
    var zoned = plain ? text.substring(0, sign + 3) + ":" + text.substring(sign + 3) : text;
    try {
      return OffsetDateTime.parse(zoned).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
