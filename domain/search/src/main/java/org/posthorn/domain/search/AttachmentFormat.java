package org.posthorn.domain.search;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.PartFields;

/// The formats whose text is got out of attachments.
enum AttachmentFormat {
  PDF,
  /// ECMA-376: documents, sheets and slides.
  OFFICE_OPEN_XML,
  /// ISO/IEC 26300: texts, sheets and slides.
  OPEN_DOCUMENT;

  /// By the media type, or by the file's name where programs call everything a stream of octets.
  static @Nullable AttachmentFormat of(PartFields part) {
    if (!part.type().equalsIgnoreCase("application")) return null;
    var subtype = part.subtype().toLowerCase(Locale.ROOT);
    if (subtype.equals("pdf") || subtype.equals("x-pdf")) return PDF;
    if (subtype.startsWith("vnd.openxmlformats-officedocument.")) return OFFICE_OPEN_XML;
    if (subtype.startsWith("vnd.oasis.opendocument.")) return OPEN_DOCUMENT;
    var name = part.filename();
    return name == null ? null : named(name.substring(name.lastIndexOf('.') + 1));
  }

  private static @Nullable AttachmentFormat named(String ending) {
    return switch (ending.toLowerCase(Locale.ROOT)) {
      case "pdf" -> PDF;
      case "docx", "xlsx", "pptx" -> OFFICE_OPEN_XML;
      case "odt", "ods", "odp" -> OPEN_DOCUMENT;
      default -> null;
    };
  }
}
