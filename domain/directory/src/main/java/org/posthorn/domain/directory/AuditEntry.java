package org.posthorn.domain.directory;

import java.time.Instant;

/// One administrative change: who made it, when, to what, and what was there before and after.
///
/// @param objectName the address, domain or name of a key at that time, kept when the object is
///   gone
/// @param before lines of `name: value` of what changed, without secrets; empty for an addition
/// @param after likewise; empty for a removal
public record AuditEntry(
    long id,
    Instant at,
    Actor actor,
    Action action,
    ObjectKind kind,
    long objectId,
    String objectName,
    String before,
    String after) {

  /// One that is not written yet, and so has no number.
  public static AuditEntry of(
      Instant at, Actor actor, ObjectKind kind, Named object, Change change) {
    var action =
        change.before.isEmpty()
            ? Action.ADDED
            : change.after.isEmpty() ? Action.REMOVED : Action.CHANGED;
    return new AuditEntry(
        0, at, actor, action, kind, object.id, object.name, change.before, change.after);
  }

  /// What is changed.
  public record Named(long id, String name) {}

  /// See [AuditEntry]; an addition has nothing before, a removal nothing after.
  public record Change(String before, String after) {}

  public enum Action {
    ADDED,
    CHANGED,
    PASSWORD_CHANGED,
    REMOVED
  }

  public enum ObjectKind {
    DOMAIN,
    ACCOUNT,
    ALIAS,
    DKIM_KEY,
    SRS_SECRET,
    MAILING_LIST,
    SHARED_MAILBOX,
    JOURNAL_RULE,
    DISCLAIMER
  }
}
