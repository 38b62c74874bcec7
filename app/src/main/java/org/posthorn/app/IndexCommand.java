package org.posthorn.app;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.MailAnswer.IndexState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `posthorn index …`.
@Command(
    name = "index",
    description = "The full-text index of the mail, which makes searches fast.",
    mixinStandardHelpOptions = true,
    subcommands = {IndexCommand.Show.class, IndexCommand.Rebuild.class})
final class IndexCommand {

  /// `posthorn index status`.
  @Command(
      name = "status",
      description = "How much is indexed, how much waits, and what it takes.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(
        arity = "0..1",
        paramLabel = "ACCOUNT",
        description = "Its address. Without it: all together.")
    private @Nullable String account;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new MailRequest.ShowIndex(account), Show::words);
    }

    private static String words(IndexState state) {
      return "%,d messages in %,d segments, %,d KiB; %,d wait"
          .formatted(state.messages(), state.segments(), state.bytes() >> 10, state.waiting());
    }
  }

  /// `posthorn index rebuild`.
  @Command(
      name = "rebuild",
      description = {
        "Makes the index anew from the mail, beside everything else. Searches find everything",
        "meanwhile, but not as fast. Without a server it is done at its next start."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {"  posthorn index rebuild romeo@example.org", "  posthorn index rebuild"})
  static final class Rebuild implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(
        arity = "0..1",
        paramLabel = "ACCOUNT",
        description = "Its address. Without it: all of them.")
    private @Nullable String account;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new MailRequest.RebuildIndex(account), Done::what);
    }
  }
}
