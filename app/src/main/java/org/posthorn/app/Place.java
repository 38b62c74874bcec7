package org.posthorn.app;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say which Posthorn is meant.
final class Place {
  static final String CONFIG_NAME = "posthorn.toml";
  private static final Path DEFAULT_DATA = Path.of("posthorn-data");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "The data folder. Without it: what the configuration file says, else $$POSTHORN_DATA, else",
        "posthorn-data in the current folder."
      })
  private @Nullable Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration file. Without it: posthorn.toml in the data folder.")
  private @Nullable Path config;

  /// Where everything lives, without reading the configuration where that can be avoided.
  Path data() throws ConfigException {
    if (data != null) return data;
    if (config != null) return ConfigReader.read(config).server().data();
    return defaultData();
  }

  /// Where everything lives when nobody says.
  static Path defaultData() {
    var variable = System.getenv("POSTHORN_DATA");
    return variable == null || variable.isBlank() ? DEFAULT_DATA : Path.of(variable);
  }

  /// The configuration file that is meant, whether it exists or not.
  Path configFile() {
    if (config != null) return config;
    return (data == null ? defaultData() : data).resolve(CONFIG_NAME);
  }

  /// The configuration; it has to exist.
  Config config() throws ConfigException {
    var read = ConfigReader.read(configFile());
    return data == null && config != null ? read : read.withData(data());
  }

  /// The configuration, or the defaults for a data folder that has none.
  Config configOrDefaults() throws ConfigException {
    var file = configFile();
    if (config != null || Files.exists(file)) return config();
    return ConfigReader.parse("", file).withData(data());
  }
}
