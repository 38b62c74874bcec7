package org.posthorn.domain.feedback;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Database;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// Keeps what others report to us: that they did, and sums. Any thread may call.
public final class ReceivedStore {

  /// Reports that are taken in a day; an honest house gets some hundred.
  public static final int MAX_REPORTS_OF_DAY = 10_000;

  /// The most that [#list] gives at once.
  public static final int MAX_LIMIT = 10_000;

  private final Database directory;

  public ReceivedStore(Database directory) {
    this.directory = directory;
  }

  /// What came of taking a report.
  enum Taking {
    TAKEN,
    /// It came before.
    KNOWN,
    TOO_MANY
  }

  /// One line of the sums of mail; `others` stands for sources beyond the limit.
  record Source(String source, String headerFrom, String dkim, String spf, String disposition) {}

  /// One line of the sums of sessions.
  record Session(String policy, String result, String mxHost) {}

  private static final String COUNT = "SELECT count(*) FROM feedback_received WHERE at_ms > ?";
  private static final String RECEIVE =
      """
      INSERT INTO feedback_received (kind, domain, reporter, report_id, organization, begin_ms,
        end_ms, at_ms, total, failed)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (kind, domain, reporter, report_id) DO NOTHING\
      """;
  private static final long DAY_SECONDS = 86_400;

  private static Taking receive(Transaction tx, ReceivedReport report) throws SQLException {
    var today = Sql.first(tx, row -> row.getLong(1), COUNT, report.at().minusSeconds(DAY_SECONDS));
    if (today == null || today >= MAX_REPORTS_OF_DAY) return Taking.TOO_MANY;
    int added =
        Sql.update(
            tx,
            RECEIVE,
            report.kind().word(),
            report.domain(),
            report.reporter(),
            report.id(),
            report.organization(),
            report.begin(),
            report.end(),
            report.at(),
            report.total(),
            report.failed());
    return added == 1 ? Taking.TAKEN : Taking.KNOWN;
  }

  private static long day(ReceivedReport report) {
    return LocalDate.ofInstant(report.begin(), ZoneOffset.UTC).toEpochDay();
  }

  private static final String ADD_SOURCE =
      """
      INSERT INTO feedback_source (domain, day, source, header_from, dkim, spf, disposition, messages)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (domain, day, source, header_from, dkim, spf, disposition)
      DO UPDATE SET messages = feedback_source.messages + excluded.messages\
      """;

  Taking addMail(ReceivedReport report, Map<Source, Long> sources) {
    return directory.write(tx -> {
      var taking = receive(tx, report);
      if (taking != Taking.TAKEN) return taking;
      for (var entry : sources.entrySet()) {
        var source = entry.getKey();
        Sql.update(
            tx,
            ADD_SOURCE,
            report.domain(),
            day(report),
            source.source(),
            source.headerFrom(),
            source.dkim(),
            source.spf(),
            source.disposition(),
            entry.getValue());
      }
      return taking;
    });
  }

  private static final String ADD_SESSION =
      """
      INSERT INTO feedback_session (domain, day, reporter, policy, result, mx_host, sessions)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (domain, day, reporter, policy, result, mx_host)
      DO UPDATE SET sessions = feedback_session.sessions + excluded.sessions\
      """;

  Taking addTls(ReceivedReport report, Map<Session, Long> sessions) {
    return directory.write(tx -> {
      var taking = receive(tx, report);
      if (taking != Taking.TAKEN) return taking;
      for (var entry : sessions.entrySet()) {
        var session = entry.getKey();
        Sql.update(
            tx,
            ADD_SESSION,
            report.domain(),
            day(report),
            report.reporter(),
            session.policy(),
            session.result(),
            session.mxHost(),
            entry.getValue());
      }
      return taking;
    });
  }

  private static final String LIST = "SELECT * FROM feedback_received ORDER BY at_ms DESC LIMIT ?";
  private static final String LIST_OF =
      "SELECT * FROM feedback_received WHERE domain = ? ORDER BY at_ms DESC LIMIT ?";

  /// Reports that came, the newest first.
  ///
  /// @param domain null for all
  public List<ReceivedReport> list(@Nullable String domain, int limit) {
    if (limit < 1 || limit > MAX_LIMIT) throw new IllegalArgumentException("limit " + limit);
    return directory.read(tx ->
        domain == null
            ? Sql.all(tx, ReceivedStore::report, LIST, limit)
            : Sql.all(tx, ReceivedStore::report, LIST_OF, domain, limit));
  }

  private static ReceivedReport report(ResultSet row) throws SQLException {
    return new ReceivedReport(
        ReportKind.of(row.getString("kind")),
        row.getString("domain"),
        row.getString("reporter"),
        row.getString("report_id"),
        row.getString("organization"),
        Sql.time(row, "begin_ms"),
        Sql.time(row, "end_ms"),
        Sql.time(row, "at_ms"),
        row.getLong("total"),
        row.getLong("failed"));
  }

  private static final String SOURCES =
      """
      SELECT source, sum(messages) AS total,
        sum(CASE WHEN dkim = 'pass' OR spf = 'pass' THEN messages ELSE 0 END) AS passed,
        sum(CASE WHEN dkim = 'pass' THEN messages ELSE 0 END) AS signed,
        sum(CASE WHEN spf = 'pass' THEN messages ELSE 0 END) AS allowed,
        sum(CASE WHEN disposition <> 'none' THEN messages ELSE 0 END) AS refused
      FROM feedback_source WHERE domain = ? AND day >= ?
      GROUP BY source ORDER BY 2 DESC, 1 LIMIT ?\
      """;

  /// The hosts that send in a domain's name, as others have seen them, those that send most first.
  public List<SourceCount> sources(String domain, LocalDate first, int limit) {
    return directory.read(
        tx -> Sql.all(tx, ReceivedStore::source, SOURCES, domain, first.toEpochDay(), limit));
  }

  private static SourceCount source(ResultSet row) throws SQLException {
    return new SourceCount(
        row.getString("source"),
        row.getLong("total"),
        row.getLong("passed"),
        row.getLong("signed"),
        row.getLong("allowed"),
        row.getLong("refused"));
  }

  private static final String SESSIONS =
      """
      SELECT reporter, policy, result, mx_host, sum(sessions) AS total
      FROM feedback_session WHERE domain = ? AND day >= ?
      GROUP BY reporter, policy, result, mx_host ORDER BY 5 DESC, 1, 2, 3, 4 LIMIT ?\
      """;

  /// How TLS with a domain's hosts went, as others have seen it.
  public List<SessionCount> sessions(String domain, LocalDate first, int limit) {
    return directory.read(
        tx -> Sql.all(tx, ReceivedStore::session, SESSIONS, domain, first.toEpochDay(), limit));
  }

  private static SessionCount session(ResultSet row) throws SQLException {
    return new SessionCount(
        row.getString("reporter"),
        row.getString("policy"),
        row.getString("result"),
        row.getString("mx_host"),
        row.getLong("total"));
  }

  private static final String FORGET_REPORTS = "DELETE FROM feedback_received WHERE at_ms < ?";
  private static final List<String> FORGET =
      List.of(
          "DELETE FROM feedback_source WHERE day < ?",
          "DELETE FROM feedback_session WHERE day < ?");

  /// Forgets what is of days before `first`.
  public void forget(LocalDate first) {
    var begin = first.atStartOfDay(ZoneOffset.UTC).toInstant();
    directory.write(tx -> Sql.update(tx, FORGET_REPORTS, begin));
    for (var sql : FORGET) directory.write(tx -> Sql.update(tx, sql, first.toEpochDay()));
  }
}
