package org.posthorn.wire.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes TLS reports as I-JSON (RFC 8460 §4.4).
final class TlsReportWriter {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private TlsReportWriter() {}

  static String write(TlsReport report) {
    var root = JSON.createObjectNode();
    root.put("organization-name", report.organization());
    root.putObject("date-range")
        .put("start-datetime", time(report.begin()))
        .put("end-datetime", time(report.end()));
    root.put("contact-info", report.contact());
    root.put("report-id", report.id());
    var policies = root.putArray("policies");
    for (var result : report.results()) result(policies.addObject(), result);
    return JSON.writeValueAsString(root);
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static void result(ObjectNode node, TlsReport.Result result) {
    var policy = node.putObject("policy");
    policy.put("policy-type", result.type());
    texts(policy, "policy-string", result.text());
    policy.put("policy-domain", result.domain());
    texts(policy, "mx-host", result.hosts());
    node.putObject("summary")
        .put("total-successful-session-count", result.successes())
        .put("total-failure-session-count", result.failed());
    if (result.failures().isEmpty()) return;
    ArrayNode details = node.putArray("failure-details");
    for (var failure : result.failures()) failure(details.addObject(), failure);
  }

  private static void texts(ObjectNode node, String name, List<String> texts) {
    if (texts.isEmpty()) return;
    var array = node.putArray(name);
    texts.forEach(array::add);
  }

  private static void failure(ObjectNode node, TlsReport.Failure failure) {
    node.put("result-type", failure.type());
    text(node, "sending-mta-ip", failure.sender());
    text(node, "receiving-mx-hostname", failure.mxHost());
    text(node, "receiving-ip", failure.address());
    node.put("failed-session-count", failure.sessions());
    text(node, "failure-reason-code", failure.reason());
  }

  private static void text(ObjectNode node, String name, @Nullable String text) {
    if (text != null) node.put(name, text);
  }
}
