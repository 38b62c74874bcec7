package org.posthorn.platform.storage;

/// The two engines. Where their SQL differs, a store names both texts beside each other and picks
/// by this.
public enum Dialect {
  SQLITE,
  POSTGRESQL;

  /// The text for this engine.
  public String pick(String sqlite, String postgresql) {
    return this == SQLITE ? sqlite : postgresql;
  }
}
