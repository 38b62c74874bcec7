package org.posthorn.wire.mail;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The content header fields of one MIME part (RFC 2045, 2183, 3282, 2557), with the defaults of
/// RFC 2045 §5.2 filled in.
///
/// Type, subtype, transfer encoding and disposition are as written; parameters keep their order.
public record PartFields(
    String type,
    String subtype,
    Map<String, String> parameters,
    @Nullable String id,
    @Nullable String description,
    String transferEncoding,
    @Nullable String md5,
    @Nullable String disposition,
    Map<String, String> dispositionParameters,
    List<String> languages,
    @Nullable String location) {

  public PartFields {
    parameters = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(parameters));
    dispositionParameters =
        java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(dispositionParameters));
    languages = List.copyOf(languages);
  }
}
