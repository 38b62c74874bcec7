package org.posthorn.testing.testkit;

import java.io.IOException;

/// Finds what `{{{name}}}` names: a generated message (`mails:NAME`) or a file of the test
/// resources.
final class Inserts {
  private static final String MAILS = "mails:";

  private Inserts() {}

  static byte[] named(String name) {
    if (name.startsWith(MAILS)) return Mails.named(name.substring(MAILS.length())).bytes();
    var loader = Thread.currentThread().getContextClassLoader();
    try (var file = loader.getResourceAsStream(name)) {
      if (file == null) throw new TranscriptFailure("no file " + name + " in the test resources");
      return file.readAllBytes();
    } catch (IOException e) {
      throw new TranscriptFailure("cannot read " + name + ": " + e.getMessage());
    }
  }
}
