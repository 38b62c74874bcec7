package org.posthorn.wire.mailauth;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mailauth.AggregateReport.Alignment;
import org.posthorn.wire.mailauth.AggregateReport.DkimOutcome;
import org.posthorn.wire.mailauth.AggregateReport.Identifiers;
import org.posthorn.wire.mailauth.AggregateReport.Metadata;
import org.posthorn.wire.mailauth.AggregateReport.PolicyOverride;
import org.posthorn.wire.mailauth.AggregateReport.Published;
import org.posthorn.wire.mailauth.AggregateReport.Row;
import org.posthorn.wire.mailauth.AggregateReport.SpfOutcome;

/// Reads aggregate reports that others send (RFC 7489 §7.2), plain, by gzip or in a zip file.
/// Reporters differ; what is missing gets the default of its tag.
///
/// Refused: more than 64 MiB of XML, however small it was packed, more than 100,000 rows, document
/// types, reports without a policy's domain or a time.
public final class AggregateReportReader {

  public static final int MAX_XML_OCTETS = 64 << 20;
  public static final int MAX_ROWS = 100_000;

  private @Nullable XmlTree metadata;
  private @Nullable XmlTree published;
  private final List<Row> rows = new ArrayList<>();

  private AggregateReportReader() {}

  /// Reads an attachment.
  public static ReportReading read(byte[] octets) {
    try (var in = new Limited(unpacked(octets))) {
      var report = new AggregateReportReader().feedback(XmlTree.open(in));
      return new ReportReading.Read(report);
    } catch (XMLStreamException e) {
      return new ReportReading.Refused("not well-formed, or too large");
    } catch (IOException e) {
      return new ReportReading.Refused("not a report: " + e.getMessage());
    }
  }

  private static InputStream unpacked(byte[] octets) throws IOException {
    var in = new ByteArrayInputStream(octets);
    if (octets.length > 2 && octets[0] == 0x1f && octets[1] == (byte) 0x8b)
      return new GZIPInputStream(in);
    if (octets.length < 2 || octets[0] != 'P' || octets[1] != 'K') return in;
    var zip = new ZipInputStream(in);
    if (zip.getNextEntry() == null) throw new IOException("an empty zip file");
    return zip;
  }

  /// Ends with an error where the input is too long. Owned by one thread.
  private static final class Limited extends FilterInputStream {
    private long left = MAX_XML_OCTETS;

    Limited(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int octet = super.read();
      if (octet >= 0) count(1);
      return octet;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      if (read > 0) count(read);
      return read;
    }

    private void count(int octets) throws IOException {
      left -= octets;
      if (left < 0) throw new IOException("too large");
    }
  }

  private AggregateReport feedback(XMLStreamReader reader) throws XMLStreamException, IOException {
    boolean isInside = false;
    while (reader.hasNext()) {
      if (XmlTree.next(reader) != XMLStreamConstants.START_ELEMENT) continue;
      var name = reader.getLocalName();
      if (!isInside && !name.equals("feedback")) throw new IOException("no feedback element");
      if (isInside) section(name, XmlTree.read(reader));
      isInside = true;
    }
    if (metadata == null || published == null) throw new IOException("a part is missing");
    return new AggregateReport(metadata(metadata), published(published), rows);
  }

  private void section(String name, XmlTree tree) throws IOException {
    switch (name) {
      case "report_metadata" -> metadata = tree;
      case "policy_published" -> published = tree;
      case "record" -> {
        if (rows.size() == MAX_ROWS) throw new IOException("too many rows");
        rows.add(row(tree));
      }
      default -> {} // version, and what others add
    }
  }

  private static Metadata metadata(XmlTree tree) throws IOException {
    var range = tree.child("date_range");
    if (range == null) throw new IOException("no time");
    return new Metadata(
        tree.text("org_name", ""),
        tree.text("email", ""),
        tree.text("extra_contact_info"),
        tree.text("report_id", ""),
        time(range.text("begin", "")),
        time(range.text("end", "")));
  }

  private static Instant time(String text) throws IOException {
    long seconds = Digits.longNumber(text, 11);
    if (seconds < 0) throw new IOException("a malformed time");
    return Instant.ofEpochSecond(seconds);
  }

  private static Published published(XmlTree tree) throws IOException {
    var domain = tree.text("domain");
    if (domain == null) throw new IOException("no domain");
    var policy = policy(tree.text("p"));
    long percent = Digits.longNumber(tree.text("pct", "100"), 3);
    return new Published(
        domain,
        alignment(tree.text("adkim")),
        alignment(tree.text("aspf")),
        policy,
        tree.text("sp") == null ? policy : policy(tree.text("sp")),
        percent < 0 || percent > 100 ? 100 : (int) percent,
        tree.text("fo", "0"));
  }

  private static DmarcAlignment alignment(@Nullable String text) {
    return "s".equals(text) ? DmarcAlignment.STRICT : DmarcAlignment.RELAXED;
  }

  private static DmarcPolicy policy(@Nullable String text) {
    var policy = DmarcPolicy.parse(text);
    return policy == null ? DmarcPolicy.NONE : policy;
  }

  private static Row row(XmlTree record) throws IOException {
    var row = record.child("row");
    var evaluated = row == null ? null : row.child("policy_evaluated");
    var identifiers = record.child("identifiers");
    var results = record.child("auth_results");
    if (row == null || evaluated == null || identifiers == null)
      throw new IOException("a row without its parts");
    long count = Digits.longNumber(row.text("count", ""), 15);
    if (count < 0) throw new IOException("a malformed count");
    return new Row(
        row.text("source_ip", ""),
        count,
        policy(evaluated.text("disposition")),
        passed(evaluated.text("dkim")),
        passed(evaluated.text("spf")),
        evaluated.all("reason").stream().map(AggregateReportReader::override).toList(),
        new Identifiers(
            identifiers.text("header_from", ""),
            identifiers.text("envelope_from"),
            identifiers.text("envelope_to")),
        results == null ? List.of() : signatures(results),
        results == null ? List.of() : senders(results));
  }

  private static Alignment passed(@Nullable String text) {
    return "pass".equals(text) ? Alignment.PASS : Alignment.FAIL;
  }

  private static PolicyOverride override(XmlTree tree) {
    var type = tree.text("type", "other").toUpperCase(Locale.ROOT);
    var reason = PolicyOverride.Reason.OTHER;
    for (var known : PolicyOverride.Reason.values()) if (known.name().equals(type)) reason = known;
    return new PolicyOverride(reason, tree.text("comment"));
  }

  private static List<DkimOutcome> signatures(XmlTree results) {
    return results.all("dkim").stream()
        .map(it ->
            new DkimOutcome(it.text("domain", ""), it.text("selector"), it.text("result", "none")))
        .toList();
  }

  private static List<SpfOutcome> senders(XmlTree results) {
    return results.all("spf").stream()
        .map(it -> new SpfOutcome(it.text("domain", ""), scope(it), it.text("result", "none")))
        .toList();
  }

  private static @Nullable SpfIdentity scope(XmlTree tree) {
    return switch (tree.text("scope", "")) {
      case "mfrom" -> SpfIdentity.MAIL_FROM;
      case "helo" -> SpfIdentity.HELO;
      default -> null;
    };
  }
}
