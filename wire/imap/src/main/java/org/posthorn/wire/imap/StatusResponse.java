package org.posthorn.wire.imap;

import org.jspecify.annotations.Nullable;

/// A STATUS response that is being written (RFC 9051 §7.3.2), begun by [MailboxResponses#status]
/// and ended by [#end]. Nothing else may be written between.
public final class StatusResponse {

  private final ResponseWriter out;
  private boolean empty = true;

  StatusResponse(ResponseWriter out, MailboxName mailbox) {
    this.out = out;
    out.raw("* STATUS ");
    out.mailbox(mailbox);
    out.raw(" (");
  }

  /// An item whose value is a number.
  public StatusResponse item(StatusItem item, long value) {
    name(item);
    out.number(value);
    return this;
  }

  /// `status-att-val =/ "MAILBOXID" SP "(" objectid ")"` (RFC 8474 §4.3)
  public StatusResponse mailboxId(String objectId) {
    name(StatusItem.MAILBOXID);
    out.raw('(');
    out.raw(objectId);
    out.raw(')');
    return this;
  }

  /// `status-att-val =/ "APPENDLIMIT" SP (number / nil)` (RFC 7889 §3.1): absent for no limit.
  public StatusResponse appendLimit(@Nullable Long octets) {
    name(StatusItem.APPENDLIMIT);
    if (octets == null) out.nil();
    else out.number(octets);
    return this;
  }

  public void end() {
    out.raw(')');
    out.crlf();
  }

  private void name(StatusItem item) {
    if (!empty) out.space();
    empty = false;
    out.raw(item.text());
    out.space();
  }
}
