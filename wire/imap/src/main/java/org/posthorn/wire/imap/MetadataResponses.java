package org.posthorn.wire.imap;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// METADATA responses (RFC 5464 §4.4). The mailbox is absent for the server.
public final class MetadataResponses {
  private MetadataResponses() {}

  /// `"METADATA" SP mailbox SP "(" entry-value *(SP entry-value) ")"`; nothing for no entry.
  public static void values(
      ResponseWriter out, @Nullable MailboxName mailbox, List<MetadataEntry> entries) {
    if (entries.isEmpty()) return;
    begin(out, mailbox);
    for (int i = 0; i < entries.size(); i++) {
      out.raw(i == 0 ? '(' : ' ');
      out.astring(entries.get(i).name());
      out.space();
      value(out, entries.get(i).value());
    }
    out.raw(')');
    out.crlf();
  }

  /// `"METADATA" SP mailbox SP entry *(SP entry)`: these have changed.
  public static void changed(
      ResponseWriter out, @Nullable MailboxName mailbox, List<String> entries) {
    if (entries.isEmpty()) return;
    begin(out, mailbox);
    for (int i = 0; i < entries.size(); i++) {
      if (i > 0) out.space();
      out.astring(entries.get(i));
    }
    out.crlf();
  }

  private static void begin(ResponseWriter out, @Nullable MailboxName mailbox) {
    out.raw("* METADATA ");
    if (mailbox == null) out.raw("\"\"");
    else out.mailbox(mailbox);
    out.space();
  }

  private static void value(ResponseWriter out, byte @Nullable [] value) {
    if (value == null) {
      out.nil();
      return;
    }
    boolean text = true;
    for (byte octet : value) text &= octet >= ' ' && octet < 127;
    if (text) out.string(new String(value, StandardCharsets.US_ASCII));
    else out.octets(value);
  }
}
