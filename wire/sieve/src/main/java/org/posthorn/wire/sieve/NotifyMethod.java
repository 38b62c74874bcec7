package org.posthorn.wire.sieve;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.HeaderField;

/// Where a notification goes: the URI of `notify`, read (RFC 5435 §3.2).
public sealed interface NotifyMethod {

  /// As the script has it.
  String uri();

  /// RFC 5436, RFC 6068. Header fields that the RFC calls unsafe are gone already.
  ///
  /// @param to the addresses of the path and of `to` fields
  /// @param fields the other fields, decoded, without subject and body
  record Mailto(
      String uri,
      List<EmailAddress> to,
      List<EmailAddress> cc,
      List<EmailAddress> bcc,
      @Nullable String subject,
      @Nullable String body,
      List<HeaderField> fields)
      implements NotifyMethod {
    public Mailto {
      to = List.copyOf(to);
      cc = List.copyOf(cc);
      bcc = List.copyOf(bcc);
      fields = List.copyOf(fields);
    }
  }

  /// RFC 5437, RFC 5122.
  ///
  /// @param jid the address, percent-decoded
  record Xmpp(String uri, String jid, @Nullable String subject, @Nullable String body)
      implements NotifyMethod {}

  /// A scheme that the server has and this room does not know.
  record Other(String uri, String scheme) implements NotifyMethod {}
}
