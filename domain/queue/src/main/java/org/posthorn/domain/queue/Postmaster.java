package org.posthorn.domain.queue;

import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.report.DeliveryReportWriter;
import org.posthorn.wire.report.ReportTexts;

/// Who reports are from, and in which words they are written.
///
/// @param host its name, of which postmaster has to be a mailbox
/// @param name shown beside the address
public record Postmaster(DomainName host, String name, DeliveryReportWriter writer) {

  /// One who writes English.
  public static Postmaster inEnglish(
      DomainName host, String name, InstantSource clock, RandomGenerator random) {
    var writer = new DeliveryReportWriter(List.of(ReportTexts.english()), clock, random);
    return new Postmaster(host, name, writer);
  }
}
