package org.posthorn.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.Passphrase;

/// Where the passphrases of private keys come from: the key's `passphrase-file`, else the
/// `key-program`, else whoever sits at the terminal while the server starts. What was typed is
/// remembered in memory for as long as the server runs, so that certificates can be read again.
///
/// Guarded by its own monitor.
final class Passphrases implements Passphrase {
  private static final int TRIES = 3;

  private final Config.Tls config;
  private final int port;
  private final Duration limit;
  private final @Nullable Prompt prompt;
  private final Map<Path, char[]> typed = new HashMap<>();
  private final Map<Path, Integer> tries = new HashMap<>();
  private boolean isStarting = true;

  /// Asks a person without showing what is typed.
  @FunctionalInterface
  interface Prompt {
    /// Null when nobody answers.
    char @Nullable [] ask(String question);

    /// The terminal of this process; null if there is none.
    @SuppressWarnings("SystemConsoleNull") // from Java 22 to 24 it was never null; it is again
    static @Nullable Prompt ofTerminal() {
      var console = System.console();
      if (console == null || !console.isTerminal()) return null;
      return question -> console.readPassword("%s: ", question);
    }
  }

  /// @param port the key program is told
  /// @param prompt null where nobody can be asked
  Passphrases(Config.Tls config, int port, @Nullable Prompt prompt) {
    this.config = config;
    this.port = port;
    this.limit = config.keyProgramTimeout();
    this.prompt = prompt;
  }

  /// From now on nobody is asked any more: who restarts a server sits before it, who has it read
  /// its certificates again does not.
  synchronized void started() {
    isStarting = false;
  }

  @Override
  public synchronized char[] of(LockedKey key) throws IOException {
    for (var certificate : config.certificates())
      if (certificate.key().equals(key.file()) && certificate.passphraseFile() != null)
        return SecretFile.read(certificate.passphraseFile()).toCharArray();
    if (config.keyProgram() != null) return ofProgram(config.keyProgram(), key);
    var known = typed.get(key.file());
    if (known != null) return known.clone();
    if (prompt == null || !isStarting)
      throw new IOException(
          "%s: the key is encrypted, and nobody says how to open it. Name a passphrase-file for it"
                  .formatted(key.file())
              + " in [[tls.certificates]], or a key-program in [tls], or start the server at a"
              + " terminal, where it asks.");
    return ofPerson(prompt, key);
  }

  @Override
  public synchronized boolean mayTryAgain(LockedKey key) {
    boolean mayType = typed.remove(key.file()) != null && isStarting;
    return mayType && tries.merge(key.file(), 1, Integer::sum) < TRIES;
  }

  private char[] ofPerson(Prompt terminal, LockedKey key) throws IOException {
    var answer =
        terminal.ask("Passphrase of %s (%s)".formatted(key.file(), String.join(", ", key.names())));
    if (answer == null || answer.length == 0)
      throw new IOException(key.file() + ": no passphrase was given");
    typed.put(key.file(), answer.clone());
    return answer;
  }

  private char[] ofProgram(Path program, LockedKey key) throws IOException {
    var host = key.names().isEmpty() ? "localhost" : key.names().getFirst();
    var arguments = List.of(host + ":" + port, key.algorithm());
    return switch (ExternalProgram.run(program, arguments, limit)) {
      case ExternalProgram.Ended.Well(var output) -> {
        var line = output.lines().findFirst().orElse("");
        if (line.isEmpty())
          throw new IOException(
              "%s: the program %s gave no passphrase for it; it has to print one line"
                  .formatted(key.file(), program));
        yield line.toCharArray();
      }
      case ExternalProgram.Ended.Badly(var why) ->
          throw new IOException(
              "%s: the program %s was asked for its passphrase (%s) and %s"
                  .formatted(key.file(), program, String.join(" ", arguments), why));
    };
  }
}
