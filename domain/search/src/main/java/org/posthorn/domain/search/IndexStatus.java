package org.posthorn.domain.search;

import java.util.List;

/// What there is of an account's index, or of several.
///
/// @param segments that a search looks into
/// @param emails in them, those that are gone meanwhile included
/// @param octets that they take
/// @param waiting emails that are looked through by every search until they are indexed
public record IndexStatus(int segments, long emails, long octets, int waiting) {

  static IndexStatus of(List<SegmentStore.Row> segments, int waiting) {
    return new IndexStatus(
        segments.size(),
        segments.stream().mapToLong(SegmentStore.Row::emails).sum(),
        segments.stream().mapToLong(SegmentStore.Row::bytes).sum(),
        waiting);
  }

  public IndexStatus plus(IndexStatus other) {
    return new IndexStatus(
        segments + other.segments,
        emails + other.emails,
        octets + other.octets,
        waiting + other.waiting);
  }
}
