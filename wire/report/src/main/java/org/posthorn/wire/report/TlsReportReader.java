package org.posthorn.wire.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads TLS reports that others send (RFC 8460 §4.4), plain or by gzip. What is missing is empty.
///
/// Refused: more than 16 MiB of JSON, however small it was packed, reports without a time or a
/// policy, more than 1,000 policies or 10,000 failures, negative or fractional counts.
public final class TlsReportReader {

  public static final int MAX_JSON_OCTETS = 16 << 20;
  public static final int MAX_POLICIES = 1_000;
  public static final int MAX_FAILURES = 10_000;

  private static final int MAX_DEPTH = 20;
  private static final int MAX_TEXT = 500;

  /// Lines of a policy.
  private static final int MAX_LINES = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxDocumentLength(MAX_JSON_OCTETS)
                          .maxStringLength(1 << 16)
                          .build())
                  .build())
          .build();

  private TlsReportReader() {}

  /// What came of reading.
  public sealed interface Reading {
    record Read(TlsReport report) implements Reading {}

    record Refused(String reason) implements Reading {}
  }

  /// Reads an attachment.
  public static Reading read(byte[] octets) {
    try (var in = unpacked(octets)) {
      var json = in.readNBytes(MAX_JSON_OCTETS + 1);
      if (json.length > MAX_JSON_OCTETS) return new Reading.Refused("too large");
      return new Reading.Read(report(JSON.readTree(json)));
    } catch (JacksonException e) {
      return new Reading.Refused("not JSON, or too large");
    } catch (IOException | DateTimeException e) {
      return new Reading.Refused("not a report: " + e.getMessage());
    }
  }

  private static InputStream unpacked(byte[] octets) throws IOException {
    var in = new ByteArrayInputStream(octets);
    boolean packed = octets.length > 2 && octets[0] == 0x1f && octets[1] == (byte) 0x8b;
    return packed ? new GZIPInputStream(in) : in;
  }

  private static TlsReport report(JsonNode root) throws IOException {
    var range = root.path("date-range");
    var policies = root.path("policies");
    if (!range.isObject() || !policies.isArray()) throw new IOException("a part is missing");
    if (policies.size() > MAX_POLICIES) throw new IOException("too many policies");
    var results = new ArrayList<TlsReport.Result>();
    int failures = 0;
    for (var policy : policies) {
      failures += policy.path("failure-details").size();
      if (failures > MAX_FAILURES) throw new IOException("too many failures");
      results.add(result(policy));
    }
    return new TlsReport(
        text(root, "organization-name"),
        text(root, "contact-info"),
        text(root, "report-id"),
        time(range, "start-datetime"),
        time(range, "end-datetime"),
        results);
  }

  private static Instant time(JsonNode range, String name) {
    return OffsetDateTime.parse(text(range, name)).toInstant();
  }

  private static TlsReport.Result result(JsonNode node) throws IOException {
    var policy = node.path("policy");
    var summary = node.path("summary");
    var failures = new ArrayList<TlsReport.Failure>();
    for (var failure : node.path("failure-details")) failures.add(failure(failure));
    return new TlsReport.Result(
        text(policy, "policy-type"),
        texts(policy.path("policy-string")),
        text(policy, "policy-domain"),
        texts(policy.path("mx-host")),
        count(summary, "total-successful-session-count"),
        count(summary, "total-failure-session-count"),
        failures);
  }

  private static TlsReport.Failure failure(JsonNode node) throws IOException {
    return new TlsReport.Failure(
        text(node, "result-type"),
        orNull(text(node, "sending-mta-ip")),
        orNull(text(node, "receiving-mx-hostname")),
        orNull(text(node, "receiving-ip")),
        count(node, "failed-session-count"),
        orNull(text(node, "failure-reason-code")));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String text(JsonNode node, String name) {
    return cut(node.path(name));
  }

  private static String cut(JsonNode node) {
    var text = node.isString() ? node.stringValue() : "";
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
  }

  /// COMPAT(several reporters, 2026-11): one text where the RFC has a list.
  private static List<String> texts(JsonNode node) {
    if (node.isString()) return List.of(cut(node));
    var texts = new ArrayList<String>();
    for (var text : node) if (texts.size() < MAX_LINES) texts.add(cut(text));
    return texts;
  }

  private static long count(JsonNode node, String name) throws IOException {
    var count = node.path(name);
    if (count.isMissingNode()) return 0;
    if (!count.isIntegralNumber() || !count.canConvertToLong() || count.longValue() < 0)
      throw new IOException("a malformed count");
    return count.longValue();
  }
}
