package org.posthorn.wire.mail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The content header fields of one MIME part (RFC 2045, 2183, 3282, 2557), with the defaults of
/// RFC 2045 §5.2 filled in.
///
/// Type, subtype, transfer encoding and disposition are as written; parameters keep their order,
/// and are as RFC 9051 §7.5.2 wants them: continuations joined, values with a charset as `name*` =
/// `utf-8''percent-encoded`.
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
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    dispositionParameters = Collections.unmodifiableMap(new LinkedHashMap<>(dispositionParameters));
    languages = List.copyOf(languages);
  }

  /// What is not looked into.
  static final PartFields OPAQUE =
      new PartFields(
          "application",
          "octet-stream",
          Map.of(),
          null,
          null,
          "binary",
          null,
          null,
          Map.of(),
          List.of(),
          null);

  private static final Map<String, String> US_ASCII = Map.of("charset", "us-ascii");

  /// From a part's header.
  ///
  /// @param inDigest the part is a direct child of `multipart/digest`, whose default type is
  ///   `message/rfc822` (RFC 2046 §5.1.5)
  static PartFields of(HeaderFields headers, boolean inDigest) {
    var contentType = headers.value("Content-Type");
    var type = parameters(contentType);
    int slash = type.value().indexOf('/');
    var major = slash < 0 ? type.value() : Ascii.trim(type.value().substring(0, slash));
    var minor = slash < 0 ? "" : Ascii.trim(type.value().substring(slash + 1));
    var typeParameters = type.parameters();
    if (major.isEmpty() || minor.isEmpty() || !isToken(major) || !isToken(minor)) {
      // RFC 2045 §5.2: absent and broken fields mean plain text; but a lone "application" does not
      boolean text = major.isEmpty() || slash >= 0 || major.equalsIgnoreCase("text");
      boolean digest = inDigest && contentType == null;
      major = digest ? "message" : text ? "text" : "application";
      minor = digest ? "rfc822" : text ? "plain" : "octet-stream";
    }
    // RFC 2046 §4.1.2: the charset that text/plain has when it names none
    boolean plain = major.equalsIgnoreCase("text") && minor.equalsIgnoreCase("plain");
    if (plain && typeParameters.isEmpty()) typeParameters = US_ASCII;
    var disposition = parameters(headers.value("Content-Disposition"));
    var encoding = firstWord(headers.value("Content-Transfer-Encoding"));
    return new PartFields(
        major,
        minor,
        typeParameters,
        headers.value("Content-ID"),
        headers.value("Content-Description"),
        encoding == null ? "7bit" : encoding,
        headers.value("Content-MD5"),
        disposition.value().isEmpty() ? null : disposition.value(),
        disposition.parameters(),
        languages(headers.value("Content-Language")),
        headers.value("Content-Location"));
  }

  /// True for this media type, whatever its case.
  public boolean is(String wantedType, String wantedSubtype) {
    return type.equalsIgnoreCase(wantedType) && subtype.equalsIgnoreCase(wantedSubtype);
  }

  /// The `charset` of the text, or null.
  public @Nullable String charset() {
    return Parameters.plain(parameters, "charset");
  }

  /// The name of an attachment for people, decoded: of the disposition, else of the type, or null.
  public @Nullable String filename() {
    var name = Parameters.plain(dispositionParameters, "filename");
    return name == null ? Parameters.plain(parameters, "name") : name;
  }

  /// The same part with another media type, for content that is described as what it can be read
  /// as.
  PartFields as(String newType, String newSubtype) {
    boolean text = newType.equals("text");
    return new PartFields(
        newType,
        newSubtype,
        text ? US_ASCII : Map.of(),
        id,
        description,
        text ? "7bit" : transferEncoding,
        md5,
        disposition,
        dispositionParameters,
        languages,
        location);
  }

  private static Parameters parameters(@Nullable String value) {
    return value == null ? Parameters.NONE : Parameters.parse(value);
  }

  private static @Nullable String firstWord(@Nullable String value) {
    if (value == null) return null;
    int end = 0;
    while (end < value.length() && " \t;(".indexOf(value.charAt(end)) < 0) end++;
    return end == 0 ? null : value.substring(0, end);
  }

  // RFC 2045 §5.1: token
  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || "()<>@,;:\\\"/[]?=".indexOf(c) >= 0) return false;
    }
    return true;
  }

  // RFC 3282: Content-Language = Language-Tag *("," Language-Tag)
  private static List<String> languages(@Nullable String value) {
    if (value == null) return List.of();
    var languages = new ArrayList<String>();
    for (var tag : value.split("[ \t,]+", MessageLimits.MAX_PARAMETERS))
      if (!tag.isEmpty()) languages.add(tag);
    return languages;
  }
}
