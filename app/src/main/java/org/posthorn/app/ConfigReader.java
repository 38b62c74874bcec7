package org.posthorn.app;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// Binds a TOML file to the records of [Config] by the names of their components, and names file,
/// line and column of whatever does not fit. One reader reads one file, on one thread.
final class ConfigReader {
  /// More is noise: the first ones explain the rest.
  private static final int MOST_FAULTS = 20;

  private final String file;
  private final ConfigValues values;
  private final List<String> faults = new ArrayList<>();

  private ConfigReader(String file, Path folder) {
    this.file = file;
    this.values = new ConfigValues(folder);
  }

  static Config read(Path file) throws ConfigException {
    try {
      return parse(Files.readString(file), file);
    } catch (NoSuchFileException _) {
      throw new ConfigException(
          List.of(
              "There is no configuration file %s. To make one with every default and its explanation: posthorn config describe > %s"
                  .formatted(file, file)));
    } catch (MalformedInputException _) {
      throw new ConfigException(List.of(file + ": not a text file in UTF-8"));
    } catch (IOException e) {
      throw new ConfigException(List.of("Cannot read the configuration file: " + e));
    }
  }

  /// @param file for the messages, and its folder for relative paths; need not exist
  static Config parse(String text, Path file) throws ConfigException {
    return parse(text, file, Config.class);
  }

  static <T extends Record> T parse(String text, Path file, Class<T> type) throws ConfigException {
    var absolute = file.toAbsolutePath().normalize();
    var folder = Objects.requireNonNull(absolute.getParent());
    var reader = new ConfigReader(file.toString(), folder);
    var toml = Toml.parse(text);
    for (var error : toml.errors()) reader.fault(error.position(), error.getMessage());
    if (reader.faults.isEmpty()) {
      var config = reader.record(type, toml, "", TomlPosition.positionAt(1, 1));
      if (config != null) return config;
    }
    throw new ConfigException(reader.faults);
  }

  private void fault(@Nullable TomlPosition place, @Nullable String text) {
    if (faults.size() == MOST_FAULTS) return;
    var where = place == null ? "" : place.line() + ":" + place.column() + ": ";
    faults.add(file + ":" + where + text);
  }

  /// Null after a fault.
  private <T> @Nullable T record(Class<T> type, TomlTable table, String path, TomlPosition place) {
    int before = faults.size();
    var components = List.of(type.getRecordComponents());
    rejectUnknown(components, table, path);
    var arguments = new ArrayList<@Nullable Object>();
    for (var component : components) arguments.add(component(component, table, path, place));
    if (faults.size() > before) return null;
    return construct(type, components, arguments, table, path, place);
  }

  private void rejectUnknown(List<RecordComponent> components, TomlTable table, String path) {
    var known = components.stream().map(ConfigReader::key).toList();
    for (var key : table.keySet()) {
      if (known.contains(key)) continue;
      var place = table.inputPositionOf(List.of(key));
      var renamed = renamed(components, key);
      if (renamed != null)
        fault(place, "\"%s\" is now called \"%s\"".formatted(path + key, path + renamed));
      else
        fault(
            place,
            "there is no key \"%s\"; did you mean \"%s\"? (posthorn config describe shows all)"
                .formatted(path + key, path + Nearest.to(key, known)));
    }
  }

  private static @Nullable String renamed(List<RecordComponent> components, String key) {
    return components.stream()
        .filter(component -> List.of(doc(component).formerly()).contains(key))
        .map(ConfigReader::key)
        .findFirst()
        .orElse(null);
  }

  private @Nullable Object component(
      RecordComponent component, TomlTable table, String path, TomlPosition place) {
    var key = key(component);
    var name = path + key;
    var doc = doc(component);
    var value = table.get(List.of(key));
    if (value != null)
      return value(
          component.getGenericType(),
          value,
          name,
          Objects.requireNonNullElse(table.inputPositionOf(List.of(key)), place));
    if (isSection(component.getType()))
      return record(component.getType(), Toml.parse(""), name + ".", place);
    if (doc.required()) fault(place, "\"%s\" is missing".formatted(name));
    if (doc.or().isEmpty()) return null;
    return value(component.getGenericType(), defaultValue(doc), name, place);
  }

  private static Object defaultValue(Doc doc) {
    var parsed = Toml.parse("default = " + doc.or());
    return Objects.requireNonNull(parsed.get(List.of("default")), () -> "@Doc(or): " + doc.or());
  }

  private @Nullable Object value(Type type, Object value, String name, TomlPosition place) {
    if (type instanceof ParameterizedType list) {
      if (value instanceof TomlArray array)
        return list(list.getActualTypeArguments()[0], array, name, place);
      fault(place, "\"%s\" must be a list in brackets, not %s".formatted(name, kind(value)));
      return null;
    }
    var wanted = (Class<?>) type;
    if (isSection(wanted)) {
      if (value instanceof TomlTable table) return record(wanted, table, name + ".", place);
      fault(place, "\"%s\" must be a table, not %s".formatted(name, kind(value)));
      return null;
    }
    try {
      return values.convert(wanted, value);
    } catch (IllegalArgumentException e) {
      fault(place, "\"%s\": %s".formatted(name, e.getMessage()));
      return null;
    }
  }

  private List<@Nullable Object> list(Type type, TomlArray array, String name, TomlPosition place) {
    var items = new ArrayList<@Nullable Object>();
    for (int i = 0; i < array.size(); i++)
      items.add(
          value(
              type,
              array.get(i),
              name,
              Objects.requireNonNullElse(array.inputPositionOf(i), place)));
    return items;
  }

  // sizes: the arguments are what was read, the rest is only for the message of a refusal
  private <T> @Nullable T construct(
      Class<T> type,
      List<RecordComponent> components,
      List<@Nullable Object> arguments,
      TomlTable table,
      String path,
      TomlPosition place) {
    var types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof IllegalArgumentException refused))
        throw new IllegalStateException("cannot make " + type, e);
      // The record names its own key first: "port: not between …".
      var message = String.valueOf(refused.getMessage());
      var key = message.substring(0, Math.max(0, message.indexOf(':')));
      var at = table.contains(List.of(key)) ? table.inputPositionOf(List.of(key)) : place;
      fault(at, path + message);
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + type, e);
    }
  }

  static boolean isSection(Class<?> type) {
    return type.isRecord()
        && Arrays.stream(type.getRecordComponents())
            .allMatch(c -> c.isAnnotationPresent(Doc.class));
  }

  static Doc doc(RecordComponent component) {
    return Objects.requireNonNull(component.getAnnotation(Doc.class), component::toString);
  }

  /// `passwordFile` is written `password-file`.
  static String key(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  static String kind(Object value) {
    return switch (value) {
      case String _ -> "a text";
      case Long _, Double _ -> "a number";
      case Boolean _ -> "true or false";
      case TomlArray _ -> "a list";
      case TomlTable _ -> "a table";
      default -> "a date or time";
    };
  }
}
