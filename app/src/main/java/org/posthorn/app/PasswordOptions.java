package org.posthorn.app;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.DirectoryRequest.Password;
import org.posthorn.app.DirectoryRequest.PasswordKind;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// The options that say what the password shall be. None takes it from the command line, where
/// other users of the machine could see it.
final class PasswordOptions {
  @ArgGroup(exclusive = true)
  private @Nullable Choice choice;

  /// One of these.
  static final class Choice {
    @Option(names = "--password", description = "Ask for the password on the terminal.")
    private boolean ask;

    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        description = "Take the first line of this file, - is standard input.")
    private @Nullable Path file;

    @Option(
        names = "--stored-password-file",
        paramLabel = "FILE",
        description = {
          "As another server stored it, {SCHEME}data or a crypt(3) text, in the first line of this",
          "file, - is standard input."
        })
    private @Nullable Path stored;

    @Option(names = "--generate-password", description = "Have one made, and print it.")
    private boolean generate;

    @Option(names = "--no-password", description = "Let nobody log in until one is set.")
    private boolean none;
  }

  /// Null when nothing was said.
  @Nullable Password chosen() throws AdminRefused {
    if (choice == null) return null;
    if (choice.ask) return new Password(PasswordKind.CHOSEN, ask());
    if (choice.file != null) return new Password(PasswordKind.CHOSEN, firstLine(choice.file));
    if (choice.stored != null) return new Password(PasswordKind.STORED, firstLine(choice.stored));
    if (choice.none) return new Password(PasswordKind.NONE, "");
    return choice.generate ? new Password(PasswordKind.GENERATED, "") : null;
  }

  private static String ask() throws AdminRefused {
    var console =
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .orElseThrow(() ->
                new AdminRefused(
                    "There is no terminal to ask for the password on: use --password-file."));
    var first = console.readPassword("Password: ");
    var second = console.readPassword("Again: ");
    if (first == null || second == null) throw new AdminRefused("No password was given.");
    var text = new String(first);
    if (!text.equals(new String(second))) throw new AdminRefused("The two are not the same.");
    return text;
  }

  private static String firstLine(Path file) throws AdminRefused {
    try (var in =
        file.toString().equals("-")
            ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            : Files.newBufferedReader(file)) {
      var line = in.readLine();
      if (line == null || line.isEmpty()) throw new AdminRefused(file + " holds no password.");
      return line;
    } catch (IOException e) {
      throw new AdminRefused("Cannot read the password from " + file + ": " + e.getMessage());
    }
  }
}
