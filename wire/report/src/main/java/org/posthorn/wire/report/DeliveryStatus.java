package org.posthorn.wire.report;

import org.jspecify.annotations.Nullable;

/// The second part of a delivery report as text (RFC 3464 §2.1, RFC 6533 §4.1).
///
/// @param global whether it is `message/global-delivery-status`: there is text that the ASCII form
///   cannot carry
record DeliveryStatus(String text, boolean global) {

  static DeliveryStatus of(DeliveryReport report) {
    boolean global = !fitsAscii(report);
    var fields =
        new FieldWriter()
            .field("Original-Envelope-Id", report.envelopeId())
            .field("Reporting-MTA", report.reportingMta().field())
            .field("Received-From-MTA", field(report.receivedFrom()))
            .date("Arrival-Date", report.arrival())
            .all(report.extensions());
    for (var recipient : report.recipients()) write(recipient, global, fields);
    return new DeliveryStatus(fields.toString(), global);
  }

  String mediaType() {
    return global ? "message/global-delivery-status" : "message/delivery-status";
  }

  private static void write(RecipientReport report, boolean global, FieldWriter fields) {
    var original = report.original();
    var diagnostic = report.diagnostic();
    fields
        .emptyLine()
        .field("Original-Recipient", original == null ? null : address(original, global))
        .field("Final-Recipient", address(report.recipient(), global))
        .field("Action", report.action().wireName())
        .field("Status", report.status().toString())
        .field("Remote-MTA", field(report.remoteMta()))
        .field("Diagnostic-Code", diagnostic == null ? null : diagnostic.field())
        .date("Last-Attempt-Date", report.lastAttempt())
        .field("Final-Log-ID", report.logId())
        .date("Will-Retry-Until", report.willRetryUntil())
        .all(report.extensions());
  }

  private static String address(ReportedAddress address, boolean global) {
    return global ? address.global() : address.ascii();
  }

  private static @Nullable String field(@Nullable MtaName name) {
    return name == null ? null : name.field();
  }

  /// Addresses of type `utf-8` have an ASCII form; nothing else has.
  private static boolean fitsAscii(DeliveryReport report) {
    // With every such address left out, the text is ASCII or it is not.
    var rest =
        new FieldWriter()
            .field("id", report.envelopeId())
            .field("mta", report.reportingMta().field())
            .field("from", field(report.receivedFrom()))
            .all(report.extensions());
    for (var recipient : report.recipients()) {
      var original = recipient.original();
      var diagnostic = recipient.diagnostic();
      if (!recipient.recipient().fitsAscii()) return false;
      if (original != null && !original.fitsAscii()) return false;
      rest.field("remote", field(recipient.remoteMta()))
          .field("said", diagnostic == null ? null : diagnostic.text())
          .field("log", recipient.logId())
          .all(recipient.extensions());
    }
    return FieldText.isAscii(rest.toString());
  }
}
