package org.posthorn.domain.mailbox;

/// The columns of a block of sort keys; only those that a command needs are read.
enum SortPart {
  NUMBERS("numbers"),
  THREADS("threads"),
  SUBJECTS("subjects"),
  NAMES("names");

  private final String column;

  SortPart(String column) {
    this.column = column;
  }

  String column() {
    return column;
  }
}
