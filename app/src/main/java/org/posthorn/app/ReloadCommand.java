package org.posthorn.app;

import java.util.concurrent.Callable;
import org.posthorn.app.AdminAnswer.Done;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `posthorn reload`.
@Command(
    name = "reload",
    description = {
      "Has the running server read its certificate files again. New connections use what it finds;",
      "those that are open go on. When a file is wrong, all certificates stay as they were."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = "  posthorn reload --data /var/lib/posthorn    as a hook of certbot or acme.sh")
final class ReloadCommand implements Callable<Integer> {
  @Mixin private Asking asking = new Asking();

  @Override
  public Integer call() throws AdminRefused, ConfigException {
    try (var server = AdminClient.connect(asking.place().data())) {
      if (server != null)
        return asking.print(server.ask(new AdminRequest.ReloadCertificates()), Done::what);
      asking.print(new Done("No server runs on this data folder."), Done::what);
      return ExitCode.NOT_READY.number();
    }
  }
}
