package org.posthorn.platform.storage;

/// What [Storage#check] counted.
///
/// @param blobs rows that name a record
/// @param records intact records in packs
/// @param garbageRecords those that no row names; compaction removes them
/// @param garbageBytes their length
/// @param problems how many were told to the listener
public record CheckReport(
    long blobs, long records, long garbageRecords, long garbageBytes, long problems) {

  /// How much is read.
  public enum Depth {
    /// Databases, and the header of each record.
    STRUCTURE,
    /// Every octet, compared with its SHA-256.
    CONTENT
  }

  CheckReport plus(CheckReport other) {
    return new CheckReport(
        blobs + other.blobs,
        records + other.records,
        garbageRecords + other.garbageRecords,
        garbageBytes + other.garbageBytes,
        problems + other.problems);
  }
}
