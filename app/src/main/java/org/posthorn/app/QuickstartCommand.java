package org.posthorn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.ListenException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `posthorn quickstart`.
@Command(
    name = "quickstart",
    description = {
      "Runs a server to try out: on 127.0.0.1 only, with ports that need no rights, a domain, two",
      "accounts with passwords that it prints, and a welcome message in each. Ctrl-C ends it.",
      "What it makes is in the data folder, its configuration as posthorn.toml. Started again, it"
          + " goes",
      "on with what is there, and so does: posthorn serve --config DIR/posthorn.toml"
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  posthorn quickstart",
      "  posthorn quickstart --data /tmp/mail --domain example.org",
      "  posthorn quickstart --port-offset 10000",
      "  posthorn quickstart --port smtp=0 --port imap=1143"
    })
final class QuickstartCommand implements Callable<Integer> {
  static final String DEFAULT_DOMAIN = "example.test";

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder. Without it: $$POSTHORN_DATA, else posthorn-data here.")
  private @Nullable Path data;

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "The domain of the accounts. Without it: " + DEFAULT_DOMAIN + ".")
  private @Nullable String domain;

  @Option(
      names = "--port-offset",
      paramLabel = "NUMBER",
      description = "Added to every port that is not given by --port.")
  private @Nullable Integer offset;

  @Option(
      names = "--port",
      paramLabel = "NAME=PORT",
      description = {
        "The port of a listener (smtp, submission, submissions, lmtp, imap, imaps, pop3, pop3s,",
        "managesieve); 0 picks a free one. May be repeated. all=0 picks free ones for all."
      })
  private Map<String, Integer> ports = new HashMap<>();

  @Override
  public Integer call()
      throws ConfigException, CannotStart, AdminRefused, IOException, InterruptedException {
    var folder = data == null ? Place.defaultData() : data;
    var file = folder.resolve(Place.CONFIG_NAME);
    try {
      return Files.exists(file) ? goOn(file, folder) : begin(file, folder);
    } catch (ListenException e) {
      throw new CannotStart(
          e.getMessage()
              + "\nTo use other ports: "
              + (Files.exists(file)
                  ? "change them in " + file
                  : "--port-offset 10000, or --port NAME=PORT"));
    }
  }

  private int goOn(Path file, Path folder)
      throws ConfigException, CannotStart, AdminRefused, IOException, InterruptedException {
    if (domain != null || offset != null || !ports.isEmpty())
      throw new AdminRefused(
          "%s is there already and says which domain and ports are used: change it there, or name another --data folder."
              .formatted(file));
    var config = ConfigReader.read(file).withData(folder);
    Logging.apply(config.logging());
    return Serving.run(config, wiring -> print(QuickstartPage.again(wiring.status(), folder)));
  }

  /// The configuration file is written last: a quickstart that was cut short begins again.
  private int begin(Path file, Path folder)
      throws ConfigException, CannotStart, AdminRefused, IOException, InterruptedException {
    var name = Words.domain(domain == null ? DEFAULT_DOMAIN : domain);
    var text = QuickstartConfig.text(name, offset == null ? 0 : offset, ports);
    var config = ConfigReader.parse(text, file).withData(folder);
    Logging.apply(config.logging());
    return Serving.run(
        config,
        wiring -> {
          var accounts = new FirstAccounts(wiring.store()).make(name);
          Files.writeString(file, text);
          print(QuickstartPage.first(wiring.status(), folder, accounts));
        });
  }

  private void print(String page) {
    var out = command.commandLine().getOut();
    out.print(page);
    out.flush();
  }
}
