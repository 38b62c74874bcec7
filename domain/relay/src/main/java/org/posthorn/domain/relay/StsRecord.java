package org.posthorn.domain.relay;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.Txt;

/// The text record that says that a domain has an MTA-STS policy, and which (RFC 8461 §3.1).
public record StsRecord(String id) {

  /// Below the domain.
  public static final String LABEL = "_mta-sts";

  private static final Pattern VERSION = Pattern.compile("v=STSv1[ \t]*;.*", Pattern.DOTALL);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");
  private static final Pattern EXTENSION =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}=[\\x21-\\x3A\\x3C\\x3E-\\x7E]+");

  /// The one record that counts; null when there is none, or more than one.
  public static @Nullable StsRecord among(List<Txt> texts) {
    var versions =
        texts.stream().map(Txt::joined).filter(text -> VERSION.matcher(text).matches()).toList();
    return versions.size() == 1 ? parse(versions.getFirst()) : null;
  }

  /// ```
  /// sts-text-record = sts-version 1*(sts-field-delim sts-field) [sts-field-delim]
  /// ```
  private static @Nullable StsRecord parse(String text) {
    var fields = text.strip().split("[ \t]*;[ \t]*", 0);
    String id = null;
    for (int i = 1; i < fields.length; i++) {
      var field = fields[i];
      if (!EXTENSION.matcher(field).matches()) return null;
      // RFC 8461 §3.2: of what is there twice, the first counts.
      if (field.startsWith("id=") && id == null) id = field.substring(3);
    }
    return id != null && ID.matcher(id).matches() ? new StsRecord(id) : null;
  }
}
