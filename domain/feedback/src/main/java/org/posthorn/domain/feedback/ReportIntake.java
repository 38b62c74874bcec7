package org.posthorn.domain.feedback;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.BodyPart;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.MessageParser;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.TransferEncoding;
import org.posthorn.wire.mailauth.AggregateReport;
import org.posthorn.wire.mailauth.AggregateReport.Alignment;
import org.posthorn.wire.mailauth.AggregateReportReader;
import org.posthorn.wire.mailauth.ReportReading;
import org.posthorn.wire.report.TlsReport;
import org.posthorn.wire.report.TlsReportReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the reports that others send to our addresses for them, and adds them up. It happens while
/// the sender waits, after his message is stored: reports are few, and nothing is lost on the way.
///
/// Not counted: reports that nobody vouches for (RFC 8460 §3 wants a signature), that are not about
/// domains of ours, that came before, or whose day is long over or yet to come. One at a time is
/// read, which bounds the memory. Any thread may call.
public final class ReportIntake {

  private static final Logger LOG = LoggerFactory.getLogger(ReportIntake.class);

  /// Octets of a message that is looked into; the largest reporters cut theirs at ten MB.
  public static final int MAX_MESSAGE_OCTETS = 25 << 20;

  /// Parts of a message that are tried.
  private static final int MAX_PARTS = 4;

  /// Sums of one report; what is beyond them is added up as one.
  static final int MAX_SUMS = 5_000;

  static final String OTHERS = "others";

  /// A report may be about days that are so long over.
  static final Duration OLDEST = Duration.ofDays(60);

  /// And may end so far in the future: clocks differ.
  static final Duration NEWEST = Duration.ofDays(2);

  /// A count beyond it is nonsense, and sums of less than that cannot overflow.
  private static final long MAX_COUNT = 1L << 40;

  private static final Set<String> DMARC_TYPES =
      Set.of(
          "application/gzip",
          "application/x-gzip",
          "application/zip",
          "application/x-zip",
          "application/x-zip-compressed",
          "application/xml",
          "text/xml",
          "application/octet-stream");
  private static final Set<String> TLS_TYPES =
      Set.of(
          "application/tlsrpt+gzip",
          "application/tlsrpt+json",
          "application/gzip",
          "application/json",
          "application/octet-stream");

  private final ReceivedStore store;
  private final Addresses addresses;
  private final Predicate<DnsName> isOurs;
  private final InstantSource clock;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final Map<String, ReportKind> kinds;

  /// Our addresses for reports of others.
  public record Addresses(List<EmailAddress> dmarc, List<EmailAddress> tls) {
    public Addresses {
      dmarc = List.copyOf(dmarc);
      tls = List.copyOf(tls);
    }
  }

  /// @param isOurs whether a domain, not those below it, is hosted here
  public ReportIntake(
      ReceivedStore store, Addresses addresses, Predicate<DnsName> isOurs, InstantSource clock) {
    this.store = store;
    this.addresses = addresses;
    this.isOurs = isOurs;
    this.clock = clock;
    kinds = new LinkedHashMap<>();
    addresses.tls().forEach(it -> kinds.put(it.key(), ReportKind.TLS));
    addresses.dmarc().forEach(it -> kinds.put(it.key(), ReportKind.DMARC));
  }

  void delivered(Feedback.Arrival arrival) {
    if (kinds.isEmpty()) return;
    var wanted =
        arrival.recipients().stream()
            .map(it -> kinds.get(it.key()))
            .filter(it -> it != null)
            .collect(Collectors.toUnmodifiableSet());
    if (wanted.isEmpty()) return;
    oneAtATime.lock();
    try {
      read(arrival);
    } catch (IOException | StorageException e) {
      LOG.warn("a report from {} is not counted: {}", arrival.voucher(), e.getMessage());
    } catch (RuntimeException e) {
      // The message is stored by now: its sender must not be told to come again.
      LOG.error("a report from {} is not counted, which is a bug", arrival.voucher(), e);
    } finally {
      oneAtATime.unlock();
    }
  }

  /// An address may be for both kinds, so that what comes says itself which it is.
  private void read(Feedback.Arrival arrival) throws IOException {
    var voucher = arrival.voucher();
    if (voucher == null) {
      LOG.info("a message for our reports is not counted: nobody vouches for it");
      return;
    }
    byte[] octets;
    try (var in = arrival.message().open()) {
      octets = in.readNBytes(MAX_MESSAGE_OCTETS + 1);
    }
    if (octets.length > MAX_MESSAGE_OCTETS) {
      LOG.info("a message of {} for our reports is not counted: it is too large", voucher);
      return;
    }
    var parts = new ArrayList<BodyPart>();
    flatten(MessageParser.parse(octets).root(), parts);
    var source = MessageSource.of(octets);
    int tried = 0;
    for (var part : parts)
      if (tried < MAX_PARTS && (is(part, DMARC_TYPES) || is(part, TLS_TYPES))) {
        tried++;
        LOG.info("a report of {}: {}", voucher, read(part, source, voucher));
      }
    if (tried == 0) LOG.info("a message of {} for our reports has no report in it", voucher);
  }

  private static void flatten(BodyPart part, List<BodyPart> into) {
    if (part instanceof BodyPart.Multipart multipart)
      multipart.parts().forEach(it -> flatten(it, into));
    else into.add(part);
  }

  private static boolean is(BodyPart part, Set<String> types) {
    var fields = part.fields();
    var type = fields.type() + "/" + fields.subtype();
    return types.contains(type.toLowerCase(Locale.ROOT));
  }

  /// What came of it, in words.
  private String read(BodyPart part, MessageSource source, String voucher) throws IOException {
    byte[] octets;
    var encoding = part.fields().transferEncoding();
    try (var in = TransferEncoding.decode(encoding, source.open(part.body()))) {
      octets = in.readNBytes(MAX_MESSAGE_OCTETS);
    }
    String problem = "no report";
    if (!addresses.dmarc().isEmpty() && is(part, DMARC_TYPES))
      switch (AggregateReportReader.read(octets)) {
        case ReportReading.Read(var report) -> {
          return take(report, voucher);
        }
        case ReportReading.Refused(var reason) -> problem = reason;
      }
    if (!addresses.tls().isEmpty() && is(part, TLS_TYPES))
      switch (TlsReportReader.read(octets)) {
        case TlsReportReader.Reading.Read(var report) -> {
          return take(report, voucher);
        }
        case TlsReportReader.Reading.Refused(var reason) -> problem = reason;
      }
    return "not counted: " + problem;
  }

  private @Nullable DnsName ours(String domain) {
    var name = DnsName.parse(domain);
    return name != null && name.andParents().stream().anyMatch(isOurs) ? name : null;
  }

  private boolean isTimely(Instant begin, Instant end) {
    var now = clock.instant();
    return begin.isAfter(now.minus(OLDEST))
        && end.isBefore(now.plus(NEWEST))
        && begin.isBefore(end);
  }

  private String take(AggregateReport report, String voucher) {
    var domain = ours(report.published().domain());
    if (domain == null) return "not counted: it is about " + word(report.published().domain());
    var metadata = report.metadata();
    if (!isTimely(metadata.begin(), metadata.end())) return "not counted: not of these days";
    var sums = new LinkedHashMap<ReceivedStore.Source, Long>();
    long total = 0;
    long failed = 0;
    for (var row : report.rows()) {
      long messages = Math.min(row.count(), MAX_COUNT);
      total += messages;
      if (row.dkim() == Alignment.FAIL && row.spf() == Alignment.FAIL) failed += messages;
      var key = key(row, Columns.text(row.source()));
      boolean hasRoom = sums.size() < MAX_SUMS || sums.containsKey(key);
      sums.merge(hasRoom ? key : key(row, OTHERS), messages, Long::sum);
    }
    var received =
        new ReceivedReport(
            ReportKind.DMARC,
            domain.text(),
            word(voucher),
            word(metadata.id()),
            word(metadata.organization()),
            metadata.begin(),
            metadata.end(),
            clock.instant(),
            total,
            failed);
    return words(store.addMail(received, sums), received);
  }

  private static ReceivedStore.Source key(AggregateReport.Row row, String source) {
    return new ReceivedStore.Source(
        source,
        source.equals(OTHERS) ? "" : Columns.text(row.identifiers().headerFrom()),
        row.dkim().name().toLowerCase(Locale.ROOT),
        row.spf().name().toLowerCase(Locale.ROOT),
        row.disposition().text());
  }

  private String take(TlsReport report, String voucher) {
    if (!isTimely(report.begin(), report.end())) return "not counted: not of these days";
    var byDomain = new LinkedHashMap<DnsName, List<TlsReport.Result>>();
    for (var result : report.results()) {
      var domain = ours(result.domain());
      if (domain != null) byDomain.computeIfAbsent(domain, _ -> new ArrayList<>()).add(result);
    }
    if (byDomain.isEmpty()) return "not counted: it is about no domain of ours";
    var words = new ArrayList<String>();
    byDomain.forEach((domain, results) -> words.add(take(report, domain, results, voucher)));
    return String.join("; ", words);
  }

  private String take(
      TlsReport report, DnsName domain, List<TlsReport.Result> results, String voucher) {
    var sums = new LinkedHashMap<ReceivedStore.Session, Long>();
    long total = 0;
    long failed = 0;
    for (var result : results) {
      total += Math.min(result.successes(), MAX_COUNT) + Math.min(result.failed(), MAX_COUNT);
      failed += Math.min(result.failed(), MAX_COUNT);
      var policy = Columns.text(result.type());
      add(sums, new ReceivedStore.Session(policy, "success", ""), result.successes());
      for (var failure : result.failures())
        add(
            sums,
            new ReceivedStore.Session(
                policy, Columns.text(failure.type()), Columns.text(failure.mxHost())),
            failure.sessions());
    }
    var received =
        new ReceivedReport(
            ReportKind.TLS,
            domain.text(),
            word(voucher),
            word(report.id()),
            word(report.organization()),
            report.begin(),
            report.end(),
            clock.instant(),
            total,
            failed);
    return words(store.addTls(received, sums), received);
  }

  private static void add(
      Map<ReceivedStore.Session, Long> sums, ReceivedStore.Session session, long sessions) {
    if (sessions == 0) return;
    boolean hasRoom = sums.size() < MAX_SUMS || sums.containsKey(session);
    var key = hasRoom ? session : new ReceivedStore.Session(OTHERS, OTHERS, "");
    sums.merge(key, Math.min(sessions, MAX_COUNT), Long::sum);
  }

  private static String word(String text) {
    return Columns.text(text);
  }

  private static String words(ReceivedStore.Taking taking, ReceivedReport report) {
    return switch (taking) {
      case TAKEN ->
          "%s about %s: %d, of which %d failed"
              .formatted(report.kind().word(), report.domain(), report.total(), report.failed());
      case KNOWN -> "not counted: it came before";
      case TOO_MANY ->
          "not counted: more than %d reports in a day".formatted(ReceivedStore.MAX_REPORTS_OF_DAY);
    };
  }
}
