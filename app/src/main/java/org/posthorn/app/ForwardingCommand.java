package org.posthorn.app;

import java.util.concurrent.Callable;
import org.posthorn.app.AdminAnswer.Done;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `posthorn forwarding …`.
@Command(
    name = "forwarding",
    description = "Mail of strangers that our addresses lead elsewhere.",
    mixinStandardHelpOptions = true,
    subcommands = ForwardingCommand.Rotate.class)
final class ForwardingCommand {

  /// `posthorn forwarding rotate`.
  @Command(
      name = "rotate",
      description = {
        "Makes a new secret for the addresses that stand for senders (SRS). What was signed with"
            + " the",
        "earlier one leads back for its three weeks."
      },
      mixinStandardHelpOptions = true)
  static final class Rotate implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new DirectoryRequest.RotateForwarding(), Done::what);
    }
  }
}
