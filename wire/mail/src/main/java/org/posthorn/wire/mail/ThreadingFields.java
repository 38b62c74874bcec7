package org.posthorn.wire.mail;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What sorting and threading need of a message (RFC 5256 §2, §3), computed once at delivery.
///
/// @param sentDate of the Date field; null when it is absent or says nothing
/// @param messageId without angle brackets, normalized as `MessageIds` says
/// @param references in the order of the field, the root of the thread first
public record ThreadingFields(
    BaseSubject subject,
    @Nullable Instant sentDate,
    @Nullable String messageId,
    List<String> inReplyTo,
    List<String> references) {

  public ThreadingFields {
    inReplyTo = List.copyOf(inReplyTo);
    references = List.copyOf(references);
  }

  public static ThreadingFields of(HeaderFields headers) {
    var ids = ids(headers, "Message-ID");
    return new ThreadingFields(
        BaseSubject.of(headers.value("Subject")),
        instant(headers.value("Date")),
        ids.isEmpty() ? null : ids.getFirst(),
        ids(headers, "In-Reply-To"),
        ids(headers, "References"));
  }

  private static List<String> ids(HeaderFields headers, String name) {
    var value = headers.value(name);
    return value == null ? List.of() : MessageIds.parse(value);
  }

  private static @Nullable Instant instant(@Nullable String value) {
    var date = MailDate.parse(value);
    return date == null ? null : date.toInstant();
  }
}
