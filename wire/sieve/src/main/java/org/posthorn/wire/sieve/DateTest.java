package org.posthorn.wire.sieve;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.MailDate;

/// `date` and `currentdate` (RFC 5260).
///
/// @param header the field, null for `currentdate`
/// @param originalZone the zone of the field
record DateTest(
    Position at,
    @Nullable Template header,
    @Nullable FieldIndex index,
    @Nullable Zone zone,
    boolean originalZone,
    Template part,
    Match match,
    Keys keys)
    implements Test.Question {

  static DateTest ofHeader(Arguments arguments) throws CheckFailed {
    var index = FieldIndex.of(arguments, Extension.INDEX);
    var zone = Zone.of(arguments);
    boolean original = arguments.flag("originalzone");
    if (original && zone != null)
      throw arguments.fail(":zone and :originalzone exclude each other");
    var match = Match.of(arguments);
    var header = arguments.string("the name of a header field");
    var part = part(arguments);
    var keys = arguments.keys(match);
    return new DateTest(arguments.at(), header, index, zone, original, part, match, keys);
  }

  static DateTest ofNow(Arguments arguments) throws CheckFailed {
    var zone = Zone.of(arguments);
    var match = Match.of(arguments);
    var part = part(arguments);
    var keys = arguments.keys(match);
    return new DateTest(arguments.at(), null, null, zone, false, part, match, keys);
  }

  private static Template part(Arguments arguments) throws CheckFailed {
    var part = arguments.string("the part of the date");
    if (part.isConstant() && DatePart.named(part.source()) == null)
      throw CheckFailed.of(
          part.at(),
          "\""
              + part.source()
              + "\" is no part of a date, such as \"date\", \"hour\" or \"weekday\"");
    return part;
  }

  @Override
  public boolean holds(Execution execution) throws IOException {
    var comparing = Comparing.of(execution, match, keys);
    var moment = moment(execution);
    var wanted = DatePart.named(execution.expand(part));
    if (comparing.isCount()) return comparing.counted(moment == null ? 0 : 1);
    return moment != null && wanted != null && comparing.one(wanted.of(moment));
  }

  private @Nullable OffsetDateTime moment(Execution execution) throws IOException {
    ZoneId local = execution.facts().now().getZone();
    var shifted = zone == null ? local : zone.offset(execution, local);
    if (header == null)
      return execution.facts().now().withZoneSameInstant(shifted).toOffsetDateTime();
    var found =
        HeaderTest.fields(execution, execution.view().headers(), List.of(execution.expand(header)));
    var fields = FieldIndex.pick(index, found);
    if (fields.isEmpty()) return null;
    var value = fields.getFirst().value();
    // as in Received: the date is behind the last semicolon
    var moment = MailDate.parse(value.substring(value.lastIndexOf(';') + 1).strip());
    if (moment == null || originalZone) return moment;
    return moment.atZoneSameInstant(shifted).toOffsetDateTime();
  }
}
