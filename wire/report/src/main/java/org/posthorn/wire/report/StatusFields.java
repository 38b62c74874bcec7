package org.posthorn.wire.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.HeaderField;
import org.posthorn.wire.mail.HeaderFields;

/// The fields of one group of a report as they were found, before they mean something.
final class StatusFields {

  /// Fields of a group that are looked at; standard groups have nine.
  private static final int MAX_FIELDS = 200;

  private final List<HeaderField> fields;

  private StatusFields(List<HeaderField> fields) {
    this.fields = fields;
  }

  /// The groups of a part, which empty lines separate; groups without fields are none.
  static List<StatusFields> groups(byte[] part, int maxGroups) {
    var groups = new ArrayList<StatusFields>();
    int start = 0;
    int lineStart = 0;
    for (int i = 0; i <= part.length && groups.size() < maxGroups; i++) {
      if (i < part.length && part[i] != '\n') continue;
      boolean last = i == part.length;
      if (last || isBlank(part, lineStart, i)) {
        add(Arrays.copyOfRange(part, start, last ? i : lineStart), groups);
        start = i + 1;
      }
      lineStart = i + 1;
    }
    return groups;
  }

  private static void add(byte[] octets, List<StatusFields> groups) {
    if (octets.length == 0) return;
    var header = HeaderFields.of(octets);
    var fields = new ArrayList<HeaderField>();
    for (int i = 0; i < header.size() && i < MAX_FIELDS; i++) fields.add(header.field(i));
    if (!fields.isEmpty()) groups.add(new StatusFields(fields));
  }

  private static boolean isBlank(byte[] part, int from, int to) {
    for (int i = from; i < to; i++)
      if (part[i] != ' ' && part[i] != '\t' && part[i] != '\r') return false;
    return true;
  }

  /// The value of the first field of this name that says something.
  @Nullable String value(String name) {
    for (var field : fields)
      if (field.isNamed(name) && !field.value().isBlank()) return field.value();
    return null;
  }

  List<String> values(String name) {
    return fields.stream().filter(field -> field.isNamed(name)).map(HeaderField::value).toList();
  }

  boolean has(String name) {
    return value(name) != null;
  }

  @Nullable ReportedAddress address(String name) {
    var value = value(name);
    return value == null ? null : ReportedAddress.parse(value);
  }

  @Nullable MtaName mta(String name) {
    var value = value(name);
    return value == null ? null : MtaName.parse(value);
  }

  /// Everything that has none of these names (in lower case) and is a field at all.
  List<HeaderField> without(Set<String> names) {
    return fields.stream()
        .filter(field -> FieldText.isFieldName(field.name()))
        .filter(field -> !names.contains(field.name().toLowerCase(Locale.ROOT)))
        .toList();
  }

  /// COMPAT(some gateways, 2026-11): recipients follow each other without empty lines. A new one
  /// begins where its first field comes again.
  List<StatusFields> perRecipient() {
    var parts = new ArrayList<StatusFields>();
    var current = new StatusFields(new ArrayList<>());
    for (var field : fields) {
      boolean first = field.isNamed("Original-Recipient") || field.isNamed("Final-Recipient");
      if (first && current.has(field.name())) {
        parts.add(current);
        current = new StatusFields(new ArrayList<>());
      }
      current.fields.add(field);
    }
    parts.add(current);
    return parts;
  }
}
