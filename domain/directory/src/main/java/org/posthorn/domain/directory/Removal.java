package org.posthorn.domain.directory;

/// What to do about things that would point into the void after a removal.
public enum Removal {
  /// Remove nothing while anything depends on it.
  ONLY_IF_UNUSED,
  /// Remove or detach what depends on it too.
  WITH_DEPENDENTS
}
