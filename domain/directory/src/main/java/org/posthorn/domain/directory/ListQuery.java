package org.posthorn.domain.directory;

import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

/// Which accounts or aliases, a page at a time, in the order of their addresses (domain first).
///
/// @param domain only this domain; null is all
/// @param text only addresses (and display names) that contain this, letter case ignored; null is
///   all
/// @param after the last address of the page before; null starts at the beginning
public record ListQuery(
    @Nullable DomainName domain, @Nullable String text, @Nullable EmailAddress after, int limit) {

  public static final int MAX_LIMIT = 10_000;

  public ListQuery {
    if (limit < 1 || limit > MAX_LIMIT) throw new IllegalArgumentException("limit " + limit);
  }

  /// The first page of all.
  public static ListQuery all(int limit) {
    return new ListQuery(null, null, null, limit);
  }

  /// The next page.
  public ListQuery startingAfter(EmailAddress last) {
    return new ListQuery(domain, text, last, limit);
  }
}
