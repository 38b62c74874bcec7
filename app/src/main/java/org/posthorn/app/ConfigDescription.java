package org.posthorn.app;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/// Prints the annotated configuration file from the records: every key, what it is for, its
/// default. What it prints is a file that works.
final class ConfigDescription {
  private static final int WIDTH = 92;
  private static final String HEAD =
      """
      # The configuration of Posthorn, with every key and its default. A key that is left out has the
      # default shown here; keys without a default are commented out. Relative paths begin at the
      # folder of this file. Times are written "30s", "2m", "1h"; sizes "64 KiB", "50 MiB".
      # Domains, accounts and aliases are not here but in the database: posthorn help.
      """;

  private final StringBuilder out = new StringBuilder(HEAD);

  private ConfigDescription() {}

  static String text() {
    var description = new ConfigDescription();
    for (var section : Config.class.getRecordComponents()) description.section(section, "");
    return description.out.toString();
  }

  /// Sections within it come last, as TOML wants it.
  private void section(RecordComponent section, String path) {
    out.append("\n\n");
    comment(ConfigReader.doc(section).value());
    if (section.getType().isRecord()) {
      var name = path + ConfigReader.key(section);
      out.append('[').append(name).append("]\n");
      var components = section.getType().getRecordComponents();
      for (var component : components) if (!isSection(component)) key(component);
      for (var component : components) if (isSection(component)) section(component, name + ".");
      return;
    }
    comment("Keys of each table:");
    items(section);
    out.append('\n').append(ConfigReader.doc(section).example());
  }

  private void key(RecordComponent component) {
    var doc = ConfigReader.doc(component);
    out.append('\n');
    comment(doc.value());
    var key = ConfigReader.key(component);
    if (!isTables(component)) {
      if (doc.or().isEmpty()) out.append('#');
      out.append(key)
          .append(" = ")
          .append(doc.or().isEmpty() ? doc.example() : doc.or())
          .append('\n');
      return;
    }
    items(component);
    out.append(doc.example());
  }

  /// A list of tables is explained key by key, then shown by example.
  private void items(RecordComponent list) {
    var item = (Class<?>) ((ParameterizedType) list.getGenericType()).getActualTypeArguments()[0];
    for (var component : item.getRecordComponents()) {
      var doc = ConfigReader.doc(component);
      var note =
          doc.required()
              ? "needed"
              : doc.or().isEmpty() ? "may be left out" : "default " + doc.or();
      comment("  %s (%s): %s".formatted(ConfigReader.key(component), note, doc.value()));
    }
  }

  private static boolean isSection(RecordComponent component) {
    return ConfigReader.isSection(component.getType());
  }

  private static boolean isTables(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType list
        && list.getActualTypeArguments()[0] instanceof Class<?> item
        && item.isRecord()
        && item.getRecordComponents()[0].isAnnotationPresent(Doc.class);
  }

  private void comment(String text) {
    var indent = text.substring(0, text.length() - text.stripLeading().length());
    for (var line : wrapped(text.strip(), WIDTH - indent.length())) {
      out.append("# ").append(indent).append(line).append('\n');
      if (!indent.isEmpty()) indent = "    ";
    }
  }

  private static List<String> wrapped(String text, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split("\\s+", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      if (!line.isEmpty()) line.append(' ');
      line.append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
