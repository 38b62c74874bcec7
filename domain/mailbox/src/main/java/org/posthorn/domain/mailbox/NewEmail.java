package org.posthorn.domain.mailbox;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.PreparedBlob;

/// A message on its way into the store: its bytes, and what was computed from them once.
///
/// `summary` and `structure` are the encodings of wire/mail; `references` are the ids that the
/// message names, its own first.
@SuppressWarnings("ArrayRecordComponent") // never compared, and written once to the database
public record NewEmail(
    PreparedBlob blob,
    byte[] summary,
    byte[] structure,
    String baseSubject,
    @Nullable Instant sentAt,
    List<String> references) {

  public NewEmail {
    references = List.copyOf(references);
  }
}
