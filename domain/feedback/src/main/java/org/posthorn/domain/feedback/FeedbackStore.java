package org.posthorn.domain.feedback;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Database;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mailauth.AggregateReport;

/// Keeps what domains are to be told, one report for a domain and a day, and which reports are due.
/// All nodes share it. Any thread may call.
public final class FeedbackStore {

  /// The tables that the directory's database needs.
  public static final Migrations SCHEMA = Migrations.of("feedback", "observations", "received");

  /// Domains of one kind and day. Who is seen after them gets no report about that day.
  public static final int MAX_DOMAINS = 10_000;

  /// Rows of one report: more than all hosts that honestly send in one name, and a report of some
  /// hundred KiB.
  public static final int MAX_ROWS = 5_000;

  /// Rows of all reports of one kind and day: some hundred MB.
  public static final int MAX_ROWS_OF_DAY = 200_000;

  /// The most that [#list] gives at once.
  public static final int MAX_LIMIT = 10_000;

  /// Rows that are written in one transaction: other writes come in between.
  private static final int CHUNK = 500;

  private final Database directory;

  public FeedbackStore(Database directory) {
    this.directory = directory;
  }

  /// Something that was seen so and so often.
  ///
  /// @param published the policy, for DMARC; empty for TLS
  /// @param columns the row but its count
  record Counted(ReportKey report, String published, List<String> columns, long count) {
    Counted {
      columns = List.copyOf(columns);
    }
  }

  /// Adds counts to the reports of their days. What has no room is only counted.
  void add(Collection<Counted> counts) {
    // In an order of all nodes, so that none waits for another in a circle.
    var ordered =
        counts.stream()
            .sorted(
                Comparator.comparing((Counted it) -> it.report().kind().word())
                    .thenComparing(it -> it.report().day())
                    .thenComparing(it -> it.report().domain().text())
                    .thenComparing(it -> Columns.digest(it.columns())))
            .toList();
    for (int from = 0; from < ordered.size(); from += CHUNK) {
      var chunk = ordered.subList(from, Math.min(from + CHUNK, ordered.size()));
      directory.<@Nullable Void>write(tx -> {
        addChunk(tx, chunk);
        return null;
      });
    }
  }

  private static void addChunk(Transaction tx, List<Counted> chunk) throws SQLException {
    var reports = new LinkedHashMap<ReportKey, List<Counted>>();
    for (var one : chunk) reports.computeIfAbsent(one.report(), _ -> new ArrayList<>()).add(one);
    Room room = null;
    for (var report : reports.entrySet()) {
      if (room == null || !room.isFor(report.getKey())) room = Room.of(tx, report.getKey());
      addReport(tx, report, room);
    }
  }

  private static final String UPDATE_REPORT =
      """
      UPDATE feedback_report SET published = ?, entries = entries + ?, missed = missed + ?
      WHERE kind = ? AND day = ? AND domain = ?\
      """;

  private static void addReport(
      Transaction tx, Map.Entry<ReportKey, List<Counted>> report, Room room) throws SQLException {
    var key = report.getKey();
    var kept = find(tx, key);
    if (kept == null && !begin(tx, key, room)) return;
    long entries = kept == null ? 0 : kept.entries();
    long added = 0;
    long missed = 0;
    for (var one : report.getValue()) {
      if (increase(tx, one)) continue;
      if (entries + added < MAX_ROWS && room.takeRow()) {
        insert(tx, one);
        added++;
      } else {
        missed += one.count();
      }
    }
    var published = report.getValue().getLast().published();
    var where = where(key);
    Sql.update(tx, UPDATE_REPORT, published, added, missed, where[0], where[1], where[2]);
  }

  /// How much room a day has.
  private static final class Room {
    private final ReportKind kind;
    private final LocalDate day;
    private long domains;
    private long rows;

    private Room(ReportKey key, long domains, long rows) {
      kind = key.kind();
      day = key.day();
      this.domains = domains;
      this.rows = rows;
    }

    private static final String OF_DAY =
        "SELECT count(*), sum(entries) FROM feedback_report WHERE kind = ? AND day = ?";

    static Room of(Transaction tx, ReportKey key) throws SQLException {
      var room =
          Sql.first(
              tx,
              row -> new Room(key, row.getLong(1), row.getLong(2)),
              OF_DAY,
              key.kind().word(),
              key.day().toEpochDay());
      if (room == null) throw new IllegalStateException("a count without a row");
      return room;
    }

    boolean isFor(ReportKey key) {
      return key.kind() == kind && key.day().equals(day);
    }

    boolean takeDomain() {
      return domains++ < MAX_DOMAINS;
    }

    boolean takeRow() {
      return rows++ < MAX_ROWS_OF_DAY;
    }
  }

  private static final String BEGIN =
      """
      INSERT INTO feedback_report (kind, day, domain, published, entries, missed, due_ms, tries)
      VALUES (?, ?, ?, '', 0, 0, ?, 0)
      ON CONFLICT (kind, day, domain) DO NOTHING\
      """;

  private static boolean begin(Transaction tx, ReportKey key, Room room) throws SQLException {
    if (!room.takeDomain()) return false;
    var where = where(key);
    Sql.update(tx, BEGIN, where[0], where[1], where[2], key.due());
    return true;
  }

  private static Object[] where(ReportKey key) {
    return new Object[] {key.kind().word(), key.day().toEpochDay(), key.domain().text()};
  }

  private static final String INCREASE_DMARC =
      """
      UPDATE feedback_dmarc SET messages = messages + ?
      WHERE day = ? AND domain = ? AND digest = ?\
      """;
  private static final String INCREASE_TLS =
      """
      UPDATE feedback_tls SET sessions = sessions + ?
      WHERE day = ? AND domain = ? AND digest = ?\
      """;

  private static boolean increase(Transaction tx, Counted one) throws SQLException {
    var sql =
        switch (one.report().kind()) {
          case DMARC -> INCREASE_DMARC;
          case TLS -> INCREASE_TLS;
        };
    var key = one.report();
    return Sql.update(
            tx,
            sql,
            one.count(),
            key.day().toEpochDay(),
            key.domain().text(),
            Columns.digest(one.columns()))
        == 1;
  }

  private static final String INSERT_DMARC =
      """
      INSERT INTO feedback_dmarc (day, domain, digest, source, disposition, dkim, spf, overrides,
        header_from, envelope_from, signatures, senders, messages)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (day, domain, digest)
      DO UPDATE SET messages = feedback_dmarc.messages + excluded.messages\
      """;
  private static final String INSERT_TLS =
      """
      INSERT INTO feedback_tls (day, domain, digest, policy, policy_text, policy_hosts, result,
        mx_host, address, sender, detail, sessions)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (day, domain, digest)
      DO UPDATE SET sessions = feedback_tls.sessions + excluded.sessions\
      """;

  private static void insert(Transaction tx, Counted one) throws SQLException {
    var sql =
        switch (one.report().kind()) {
          case DMARC -> INSERT_DMARC;
          case TLS -> INSERT_TLS;
        };
    var values = new ArrayList<Object>();
    values.add(one.report().day().toEpochDay());
    values.add(one.report().domain().text());
    values.add(Columns.digest(one.columns()));
    values.addAll(one.columns());
    values.add(one.count());
    Sql.update(tx, sql, values.toArray());
  }

  private static final String REPORT =
      """
      SELECT kind, day, domain, published, entries, missed, due_ms, tries, outcome
      FROM feedback_report\
      """;
  private static final String FIND = REPORT + " WHERE kind = ? AND day = ? AND domain = ?";

  private static @Nullable KeptReport find(Transaction tx, ReportKey key) throws SQLException {
    return Sql.first(tx, FeedbackStore::report, FIND, where(key));
  }

  private static KeptReport report(ResultSet row) throws SQLException {
    var key =
        new ReportKey(
            ReportKind.of(row.getString("kind")),
            LocalDate.ofEpochDay(row.getLong("day")),
            new DnsName(row.getString("domain")));
    return new KeptReport(
        key,
        row.getString("published"),
        row.getLong("entries"),
        row.getLong("missed"),
        Sql.timeOrNull(row, "due_ms"),
        row.getInt("tries"),
        row.getString("outcome"));
  }

  /// A report without its rows; null when nothing is known.
  public @Nullable KeptReport find(ReportKey key) {
    return directory.read(tx -> find(tx, key));
  }

  private static final String LIST = REPORT + " ORDER BY day DESC, domain, kind LIMIT ?";
  private static final String LIST_OF =
      REPORT + " WHERE domain = ? ORDER BY day DESC, kind LIMIT ?";

  /// Reports that are kept, those of the newest day first.
  ///
  /// @param domain null for all
  public List<KeptReport> list(@Nullable DnsName domain, int limit) {
    if (limit < 1 || limit > MAX_LIMIT) throw new IllegalArgumentException("limit " + limit);
    return directory.read(tx ->
        domain == null
            ? Sql.all(tx, FeedbackStore::report, LIST, limit)
            : Sql.all(tx, FeedbackStore::report, LIST_OF, domain.text(), limit));
  }

  private static final String DMARC_ROWS =
      "SELECT * FROM feedback_dmarc WHERE day = ? AND domain = ? ORDER BY messages DESC, digest";

  /// What mail in a domain's name was seen on a day.
  public List<AggregateReport.Row> mail(LocalDate day, DnsName domain) {
    return directory.read(
        tx -> Sql.all(tx, DmarcColumns::row, DMARC_ROWS, day.toEpochDay(), domain.text()));
  }

  private static final String TLS_ROWS =
      "SELECT * FROM feedback_tls WHERE day = ? AND domain = ? ORDER BY sessions DESC, digest";

  /// What came of TLS with a domain's hosts on a day.
  public List<TlsCount> tls(LocalDate day, DnsName domain) {
    return directory.read(
        tx -> Sql.all(tx, TlsCount::of, TLS_ROWS, day.toEpochDay(), domain.text()));
  }

  private static final String DUE =
      REPORT + " WHERE due_ms <= ? ORDER BY due_ms, kind, day, domain LIMIT ?";
  private static final String CLAIM =
      """
      UPDATE feedback_report SET due_ms = ?, tries = tries + 1
      WHERE kind = ? AND day = ? AND domain = ? AND due_ms = ?\
      """;

  /// Takes a report that is due, for `until`: no other node sends it meanwhile. Whoever has it
  /// settles it, or dies, and then it is due again.
  ///
  /// @return null when there is none
  @Nullable KeptReport claim(Instant now, Instant until) {
    while (true) {
      var due = directory.read(tx -> Sql.first(tx, FeedbackStore::report, DUE, now, 1));
      if (due == null) return null;
      var claimed = claim(due, until);
      if (claimed != null) return claimed;
    }
  }

  /// The same for one report; null when another has taken it meanwhile.
  @Nullable KeptReport claim(KeptReport report, Instant until) {
    var where = where(report.key());
    int taken =
        directory.write(
            tx -> Sql.update(tx, CLAIM, until, where[0], where[1], where[2], report.due()));
    return taken == 1 ? find(report.key()) : null;
  }

  private static final String SETTLE =
      """
      UPDATE feedback_report SET due_ms = ?, outcome = ?
      WHERE kind = ? AND day = ? AND domain = ?\
      """;

  /// Writes down what became of a report.
  ///
  /// @param again when it is tried again; null when that was all
  void settle(ReportKey key, String outcome, @Nullable Instant again) {
    var where = where(key);
    directory.write(tx -> Sql.update(tx, SETTLE, again, outcome, where[0], where[1], where[2]));
  }

  private static final List<String> FORGET =
      List.of(
          "DELETE FROM feedback_dmarc WHERE day < ?",
          "DELETE FROM feedback_tls WHERE day < ?",
          "DELETE FROM feedback_report WHERE day < ?");

  /// Forgets days before `first`.
  ///
  /// @return how many rows
  public long forget(LocalDate first) {
    long gone = 0;
    for (var sql : FORGET) gone += directory.write(tx -> Sql.update(tx, sql, first.toEpochDay()));
    return gone;
  }
}
