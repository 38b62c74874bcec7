package org.posthorn.testing.testkit;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One transcript file, parsed. TRANSCRIPTS.md defines the language.
public final class Scenario {
  /// The session of a file that names none.
  public static final String ONLY_SESSION = "client";

  private final String name;
  private final List<String> sessions;
  private final Map<String, String> settings;
  private final Set<Mode> modes;
  private final List<Line> lines;

  Scenario(
      String name,
      List<String> sessions,
      Map<String, String> settings,
      Set<Mode> modes,
      List<Line> lines) {
    this.name = name;
    this.sessions = List.copyOf(sessions);
    this.settings = Map.copyOf(settings);
    this.modes = EnumSet.copyOf(modes);
    this.lines = List.copyOf(lines);
  }

  /// The file's path below its folder.
  public String name() {
    return name;
  }

  /// The named actors, in the order in which they connect.
  public List<String> sessions() {
    return sessions;
  }

  /// The header lines other than `sessions:` and `modes:`.
  public Map<String, String> settings() {
    return settings;
  }

  /// A setting's value, or what stands for it when the file does not set it.
  public String setting(String key, String otherwise) {
    return settings.getOrDefault(key, otherwise);
  }

  boolean runsIn(Mode mode) {
    return modes.contains(mode);
  }

  List<Line> lines() {
    return lines;
  }
}
