package org.posthorn.app;

import java.util.concurrent.Callable;
import org.posthorn.app.AdminAnswer.Done;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `posthorn stop`.
@Command(
    name = "stop",
    description = {
      "Stops the server that runs on the data folder: sessions may finish what they do, then get a",
      "goodbye. Returns when the server has ended."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExit codes:%n",
    footer = "  0 when it has stopped, 3 when none was running.")
final class StopCommand implements Callable<Integer> {
  @Mixin private Asking asking = new Asking();

  @Override
  public Integer call() throws AdminRefused, ConfigException {
    try (var server = AdminClient.connect(asking.place().data())) {
      if (server == null) {
        asking.print(new Done("No server runs on this data folder."), Done::what);
        return ExitCode.NOT_READY.number();
      }
      var pid = server.ask(new AdminRequest.ShowStatus()).pid();
      server.ask(new AdminRequest.StopServer());
      server.awaitEnd();
      if (pid != null) awaitEnd(pid);
      return asking.print(new Done("stopped"), Done::what);
    }
  }

  private static void awaitEnd(long pid) {
    if (pid == ProcessHandle.current().pid()) return; // a server inside of this very process
    ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
  }
}
