package org.posthorn.wire.report;

/// How much of the original a report carries.
public enum ReturnedContent {
  NOTHING,
  HEADER,
  MESSAGE
}
