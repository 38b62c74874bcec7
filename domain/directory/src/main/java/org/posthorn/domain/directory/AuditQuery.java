package org.posthorn.domain.directory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AuditEntry.ObjectKind;

/// Which audit entries, newest first. A null means "any".
///
/// @param objectId together with `kind`
/// @param objectName in its folded form: a domain's `key()` or an address's
/// @param from inclusive
/// @param until exclusive
/// @param beforeId the id of the last entry of the page before
public record AuditQuery(
    @Nullable ObjectKind kind,
    @Nullable Long objectId,
    @Nullable String objectName,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Long beforeId,
    int limit) {

  public static final int MAX_LIMIT = 1_000;

  public AuditQuery {
    if (limit < 1 || limit > MAX_LIMIT) throw new IllegalArgumentException("limit " + limit);
  }

  /// The newest entries of all.
  public static AuditQuery newest(int limit) {
    return new AuditQuery(null, null, null, null, null, null, limit);
  }

  /// The newest entries about one object.
  public static AuditQuery about(ObjectKind kind, long id) {
    return new AuditQuery(kind, id, null, null, null, null, MAX_LIMIT);
  }
}
