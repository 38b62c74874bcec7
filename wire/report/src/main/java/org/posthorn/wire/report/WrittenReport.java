package org.posthorn.wire.report;

/// What was written, for the envelope of the report.
///
/// @param messageId without angle brackets
/// @param eightBit there are octets above 127: BODY=8BITMIME
/// @param smtpUtf8 the header is not ASCII: SMTPUTF8
/// @param returned what of the original is in it
public record WrittenReport(
    String messageId, boolean eightBit, boolean smtpUtf8, ReturnedContent returned) {}
