package org.posthorn.domain.feedback;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mailauth.AggregateReport;
import org.posthorn.wire.mailauth.AggregateReport.Alignment;
import org.posthorn.wire.mailauth.AggregateReport.DkimOutcome;
import org.posthorn.wire.mailauth.AggregateReport.PolicyOverride;
import org.posthorn.wire.mailauth.AggregateReport.SpfOutcome;
import org.posthorn.wire.mailauth.DmarcPolicy;
import org.posthorn.wire.mailauth.DmarcRecord;
import org.posthorn.wire.mailauth.SpfIdentity;

/// Rows of DMARC reports, to columns and back.
final class DmarcColumns {

  private DmarcColumns() {}

  /// All but the count, in the order of the table.
  static List<String> of(AggregateReport.Row row) {
    var identifiers = row.identifiers();
    return List.of(
        Columns.text(row.source()),
        word(row.disposition()),
        word(row.dkim()),
        word(row.spf()),
        Columns.lines(
            row.overrides().stream()
                .map(it -> Columns.line(word(it.reason()), it.comment()))
                .toList()),
        Columns.text(identifiers.headerFrom()),
        Columns.text(identifiers.envelopeFrom()),
        Columns.lines(
            row.signatures().stream()
                .map(it -> Columns.line(it.domain(), it.selector(), it.result()))
                .toList()),
        Columns.lines(row.senders().stream().map(DmarcColumns::line).toList()));
  }

  private static String line(SpfOutcome outcome) {
    var scope = outcome.scope();
    return Columns.line(outcome.domain(), scope == null ? "" : word(scope), outcome.result());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E value(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  static AggregateReport.Row row(ResultSet row) throws SQLException {
    return new AggregateReport.Row(
        row.getString("source"),
        row.getLong("messages"),
        value(DmarcPolicy.class, row.getString("disposition")),
        value(Alignment.class, row.getString("dkim")),
        value(Alignment.class, row.getString("spf")),
        Columns.lines(row.getString("overrides")).stream().map(DmarcColumns::override).toList(),
        // The schema has an envelope_from in every row, be it empty.
        new AggregateReport.Identifiers(
            row.getString("header_from"), row.getString("envelope_from"), null),
        Columns.lines(row.getString("signatures")).stream().map(DmarcColumns::signature).toList(),
        Columns.lines(row.getString("senders")).stream().map(DmarcColumns::sender).toList());
  }

  private static PolicyOverride override(String line) {
    var fields = Columns.fields(line, 2);
    return new PolicyOverride(
        value(PolicyOverride.Reason.class, fields[0]), Columns.orNull(fields[1]));
  }

  private static DkimOutcome signature(String line) {
    var fields = Columns.fields(line, 3);
    return new DkimOutcome(fields[0], Columns.orNull(fields[1]), fields[2]);
  }

  private static SpfOutcome sender(String line) {
    var fields = Columns.fields(line, 3);
    return new SpfOutcome(fields[0], scope(fields[1]), fields[2]);
  }

  private static @Nullable SpfIdentity scope(String word) {
    return word.isEmpty() ? null : value(SpfIdentity.class, word);
  }

  /// A policy as a record that asks for no reports.
  static String published(DmarcRecord record) {
    return "v=DMARC1; p=%s; sp=%s; adkim=%s; aspf=%s; pct=%d; fo=%s"
        .formatted(
            record.policy().text(),
            record.subdomainPolicy().text(),
            record.dkim().text(),
            record.spf().text(),
            record.percent(),
            Columns.text(record.failureOptions()));
  }
}
