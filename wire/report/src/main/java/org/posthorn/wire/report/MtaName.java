package org.posthorn.wire.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.DomainName;

/// Who handled a message: `mta-name-type ";" mta-name` (RFC 3464 §2.2.2). Refused: a type that is
/// no atom, an empty name.
///
/// @param type in lower case: `dns`, `x-local-hostname`, …
/// @param name without controls, at most 1,000 characters; case matters
public record MtaName(String type, String name) {

  /// A domain name has 255 octets; some add a comment with the network address.
  public static final int MAX_LENGTH = 1_000;

  /// For reports that do not say who made them.
  public static final MtaName UNKNOWN = new MtaName("unknown", "unknown");

  public MtaName {
    if (!FieldText.isAtom(type)) throw new IllegalArgumentException("not an MTA name type");
    type = type.toLowerCase(Locale.ROOT);
    name = FieldText.clean(name, MAX_LENGTH);
    if (name.isEmpty()) throw new IllegalArgumentException("an empty MTA name");
  }

  /// A host of the Internet, in A-labels.
  public static MtaName dns(DomainName name) {
    return new MtaName("dns", name.ascii());
  }

  /// Reads a field; what has no type is taken for `dns`.
  ///
  /// @return null when there is no name
  public static @Nullable MtaName parse(String value) {
    int semicolon = value.indexOf(';');
    var type = semicolon < 0 ? "" : value.substring(0, semicolon).strip();
    boolean typed = FieldText.isAtom(type);
    var name = FieldText.clean(typed ? value.substring(semicolon + 1) : value);
    return name.isEmpty() ? null : new MtaName(typed ? type : "dns", name);
  }

  String field() {
    return type + "; " + name;
  }

  /// The name alone, for people.
  @Override
  public String toString() {
    return name;
  }
}
