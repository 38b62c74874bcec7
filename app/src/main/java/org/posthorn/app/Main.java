package org.posthorn.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// Where the program begins. `bin/posthorn` finds a Java and starts it.
public final class Main {
  private Main() {}

  /// Ends the process with the command's exit code.
  public static void main(String[] arguments) {
    System.exit(
        PosthornCommand.run(writer(FileDescriptor.out), writer(FileDescriptor.err), arguments));
  }

  /// In UTF-8 whatever the locale says, for addresses and names are.
  private static PrintWriter writer(FileDescriptor end) {
    return new PrintWriter(new FileOutputStream(end), true, StandardCharsets.UTF_8);
  }
}
