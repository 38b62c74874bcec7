package org.posthorn.domain.feedback;

import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.ReportedPolicy;
import org.posthorn.domain.relay.TlsAttempt;
import org.posthorn.domain.relay.TlsResult;

/// Sessions that had everything in common: a policy, and for failures host, addresses and reason.
/// Successes are told by their number alone (RFC 8460 §4.2.1).
///
/// @param mxHost the receiving host; this and what follows is null for successes, and when it is
///   not known
/// @param address the receiving host's
/// @param sender our own address
/// @param detail `failure-reason-code`
public record TlsCount(
    ReportedPolicy policy,
    TlsResult result,
    @Nullable String mxHost,
    @Nullable String address,
    @Nullable String sender,
    @Nullable String detail,
    long sessions) {

  /// Failed sessions are kept apart by what failed, not by what the other side wrote about it.
  static TlsCount of(TlsAttempt attempt) {
    boolean failed = attempt.result() != TlsResult.SUCCESS;
    return new TlsCount(
        attempt.policy(),
        attempt.result(),
        failed ? attempt.mxHost() : null,
        failed ? text(attempt.address()) : null,
        failed ? text(attempt.from()) : null,
        failed ? Columns.orNull(attempt.outcome().detail()) : null,
        1);
  }

  private static @Nullable String text(@Nullable InetAddress address) {
    return address == null ? null : address.getHostAddress();
  }

  /// All but the count, in the order of the table.
  List<String> columns() {
    return List.of(
        policy.type().wireName(),
        Columns.lines(policy.text().stream().map(Columns::text).toList()),
        Columns.lines(policy.hosts().stream().map(Columns::text).toList()),
        result.wireName(),
        Columns.text(mxHost),
        Columns.text(address),
        Columns.text(sender),
        Columns.text(detail));
  }

  static TlsCount of(ResultSet row) throws SQLException {
    var policy =
        new ReportedPolicy(
            type(row.getString("policy")),
            Columns.lines(row.getString("policy_text")),
            Columns.lines(row.getString("policy_hosts")));
    return new TlsCount(
        policy,
        result(row.getString("result")),
        Columns.orNull(row.getString("mx_host")),
        Columns.orNull(row.getString("address")),
        Columns.orNull(row.getString("sender")),
        Columns.orNull(row.getString("detail")),
        row.getLong("sessions"));
  }

  private static TlsAttempt.PolicyType type(String word) {
    return Arrays.stream(TlsAttempt.PolicyType.values())
        .filter(it -> it.wireName().equals(word))
        .findFirst()
        .orElseThrow();
  }

  private static TlsResult result(String word) {
    return Arrays.stream(TlsResult.values())
        .filter(it -> it.wireName().equals(word))
        .findFirst()
        .orElseThrow();
  }
}
