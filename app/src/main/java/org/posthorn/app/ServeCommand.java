package org.posthorn.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `posthorn serve`.
@Command(
    name = "serve",
    description = {
      "Runs the server in the foreground. SIGTERM, Ctrl-C and `posthorn stop` end it: sessions may",
      "finish what they do, then get a goodbye."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  posthorn serve --config /etc/posthorn/posthorn.toml",
      "  posthorn serve --data /var/lib/posthorn               reads posthorn.toml in that folder"
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private Place place = new Place();

  @Override
  public Integer call()
      throws ConfigException, CannotStart, AdminRefused, IOException, InterruptedException {
    var config = place.config();
    Logging.apply(config.logging());
    return Serving.run(config, _ -> {});
  }
}
