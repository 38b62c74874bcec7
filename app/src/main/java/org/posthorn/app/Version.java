package org.posthorn.app;

/// The version of the program, as the build wrote it into the jar.
final class Version {
  static final String TEXT = text();

  private Version() {}

  private static String text() {
    var written = Version.class.getPackage().getImplementationVersion();
    return written == null ? "development" : written;
  }
}
