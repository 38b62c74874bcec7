package org.posthorn.wire.mailauth;

import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mailauth.AggregateReport.Metadata;
import org.posthorn.wire.mailauth.AggregateReport.Published;
import org.posthorn.wire.mailauth.AggregateReport.Row;

/// Writes aggregate reports in the order of the schema (RFC 7489, appendix C). Used once.
final class AggregateReportWriter {

  private final StringBuilder xml = new StringBuilder();
  private int depth;

  String write(AggregateReport report) {
    xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    open("feedback");
    element("version", "1.0");
    metadata(report.metadata());
    published(report.published());
    report.rows().forEach(this::row);
    close("feedback");
    return xml.toString();
  }

  private void metadata(Metadata metadata) {
    open("report_metadata");
    element("org_name", metadata.organization());
    element("email", metadata.email());
    element("extra_contact_info", metadata.contact());
    element("report_id", metadata.id());
    open("date_range");
    element("begin", Long.toString(metadata.begin().getEpochSecond()));
    element("end", Long.toString(metadata.end().getEpochSecond()));
    close("date_range");
    close("report_metadata");
  }

  private void published(Published published) {
    open("policy_published");
    element("domain", published.domain());
    element("adkim", published.dkim().text());
    element("aspf", published.spf().text());
    element("p", published.policy().text());
    element("sp", published.subdomainPolicy().text());
    element("pct", Integer.toString(published.percent()));
    element("fo", published.failureOptions());
    close("policy_published");
  }

  private void row(Row row) {
    open("record");
    open("row");
    element("source_ip", row.source());
    element("count", Long.toString(row.count()));
    open("policy_evaluated");
    element("disposition", row.disposition().text());
    element("dkim", AggregateReport.word(row.dkim()));
    element("spf", AggregateReport.word(row.spf()));
    for (var override : row.overrides()) {
      open("reason");
      element("type", AggregateReport.word(override.reason()));
      element("comment", override.comment());
      close("reason");
    }
    close("policy_evaluated");
    close("row");
    open("identifiers");
    element("envelope_to", row.identifiers().envelopeTo());
    element("envelope_from", row.identifiers().envelopeFrom());
    element("header_from", row.identifiers().headerFrom());
    close("identifiers");
    results(row);
    close("record");
  }

  private void results(Row row) {
    open("auth_results");
    for (var signature : row.signatures()) {
      open("dkim");
      element("domain", signature.domain());
      element("selector", signature.selector());
      element("result", signature.result());
      close("dkim");
    }
    for (var sender : row.senders()) {
      var scope = sender.scope();
      open("spf");
      element("domain", sender.domain());
      if (scope != null) element("scope", scope == SpfIdentity.HELO ? "helo" : "mfrom");
      element("result", sender.result());
      close("spf");
    }
    close("auth_results");
  }

  private void open(String name) {
    indent().append('<').append(name).append(">\n");
    depth++;
  }

  private void close(String name) {
    depth--;
    indent().append("</").append(name).append(">\n");
  }

  private void element(String name, @Nullable String text) {
    if (text == null) return;
    indent().append('<').append(name).append('>');
    text.codePoints().forEach(this::character);
    xml.append("</").append(name).append(">\n");
  }

  private StringBuilder indent() {
    return xml.append("  ".repeat(depth));
  }

  /// What XML cannot carry becomes a question mark.
  private void character(int c) {
    switch (c) {
      case '<' -> xml.append("&lt;");
      case '>' -> xml.append("&gt;");
      case '&' -> xml.append("&amp;");
      default -> {
        boolean isSound =
            c >= ' '
                && (c < 0x7f || c > 0x9f)
                && (c < 0xd800 || c > 0xdfff)
                && (c & 0xfffe) != 0xfffe;
        xml.appendCodePoint(isSound ? c : '?');
      }
    }
  }
}
