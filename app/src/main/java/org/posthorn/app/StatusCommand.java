package org.posthorn.app;

import java.util.concurrent.Callable;
import org.posthorn.app.AdminAnswer.Certificate;
import org.posthorn.app.AdminAnswer.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `posthorn status`.
@Command(
    name = "status",
    description = "Says whether a server runs on the data folder, and what it listens on.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0 only when the server is ready; 3 when none runs, or it starts or stops.",
      "",
      "Examples:",
      "  posthorn status --data /var/lib/posthorn --json"
    })
final class StatusCommand implements Callable<Integer> {
  @Mixin private Asking asking = new Asking();

  @Override
  public Integer call() throws AdminRefused, ConfigException {
    var status = status();
    asking.print(status, StatusCommand::words);
    return (status.state().equals("ready") ? ExitCode.OK : ExitCode.NOT_READY).number();
  }

  private Status status() throws AdminRefused, ConfigException {
    try (var server = AdminClient.connect(asking.place().data())) {
      return server == null ? Status.STOPPED : server.ask(new AdminRequest.ShowStatus());
    }
  }

  static String words(Status status) {
    if (status.pid() == null) return "stopped";
    var text = new StringBuilder();
    text.append(status.state()).append(": Posthorn ").append(status.version());
    text.append(", process ").append(status.pid()).append(", since ").append(status.since());
    text.append("\nhost ").append(status.hostname()).append(", data in ").append(status.data());
    text.append(", ").append(status.connections()).append(" connections\n\n");
    var listeners = new Table("LISTENER", "ADDRESS", "PORT", "TLS");
    for (var one : status.listeners())
      listeners.row(one.name(), one.address(), one.port(), one.tls());
    text.append(listeners);
    for (var one : status.certificates()) text.append('\n').append(words(one));
    return text.toString();
  }

  static String words(Certificate one) {
    var text =
        "certificate for %s, from %s, until %s (%d days), in %s"
            .formatted(
                String.join(", ", one.names()),
                one.issuer(),
                one.notAfter(),
                one.daysLeft(),
                one.file());
    return one.warning() == null ? text : text + "\nWARNING: " + one.warning();
  }
}
