package org.posthorn.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.SqliteLibrary;
import org.posthorn.wire.mail.DomainName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `posthorn warm-up`: does once what the program does when it starts, for Java to watch and
/// remember (`-XX:AOTCacheOutput`). The launcher runs it.
@Command(name = "warm-up", hidden = true, description = "Has Java learn how the program starts.")
final class WarmUpCommand implements Callable<Integer> {

  @Option(
      names = "--sqlite",
      paramLabel = "FILE",
      description = "Also put SQLite's native library here.")
  private @Nullable Path sqlite;

  @Override
  public Integer call() throws IOException, ConfigException, CannotStart, AdminRefused {
    var folder = Files.createTempDirectory("posthorn-warm-up");
    try {
      if (sqlite != null) SqliteLibrary.copyTo(sqlite);
      run(folder);
    } finally {
      delete(folder);
    }
    return ExitCode.OK.number();
  }

  private static void run(Path folder)
      throws IOException, ConfigException, CannotStart, AdminRefused {
    var domain = new DomainName(QuickstartCommand.DEFAULT_DOMAIN);
    var file = folder.resolve(Place.CONFIG_NAME);
    Files.writeString(file, QuickstartConfig.text(domain, 0, Map.of("all", 0)));
    var config = ConfigReader.read(file).withData(folder);
    Logging.apply(config.logging());
    var data = folder.toString();
    try (var wiring = Wiring.start(config, InstantSource.system(), new SecureRandom())) {
      new FirstAccounts(wiring.store()).make(domain);
      WarmUpMail.bring(wiring.address(Service.SMTP), "alice@" + domain);
      command("status", "--data", data);
      command("status", "--json", "--data", data);
      command("account", "list", "--data", data);
      command("address", "test", "alice@example.test", "--json", "--data", data);
    }
    command("account", "list", "--data", data);
    command("config", "describe");
    command("help", "account", "add");
  }

  private static void command(String... arguments) {
    var nowhere = new PrintWriter(Writer.nullWriter());
    PosthornCommand.run(nowhere, nowhere, arguments);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }
}
