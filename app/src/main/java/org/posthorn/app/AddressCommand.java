package org.posthorn.app;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.DirectoryAnswer.AddressVerdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn address test`.
@Command(
    name = "address",
    description = "Explains what happens to mail.",
    mixinStandardHelpOptions = true,
    subcommands = AddressCommand.Test.class)
final class AddressCommand {

  /// `posthorn address test`.
  @Command(
      name = "test",
      description = "Says what would happen to mail for an address now, and by which rules.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExit codes:%n",
      footer = {
        "  0 when mail would be taken, 1 when it would be refused.",
        "",
        "Examples:",
        "  posthorn address test romeo+lists@example.org",
        "  posthorn address test friend@example.net --from romeo@example.org"
      })
  static final class Test implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "ADDRESS", description = "The recipient.")
    private String address = "";

    @Option(
        names = "--from",
        paramLabel = "SENDER",
        description = {
          "Who sends it. An account of ours is taken for logged in, <> is who sends reports."
              + " Without it: a stranger."
        })
    private @Nullable String from;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      var verdict =
          asking.with(administration ->
              administration.ask(new DirectoryRequest.TestAddress(address, from)));
      asking.print(verdict, Test::words);
      return (verdict.verdict().equals("accept") ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private static String words(AddressVerdict verdict) {
      var text = new StringBuilder(verdict.address()).append(": ");
      text.append(
          switch (verdict.verdict()) {
            case "accept" -> "mail is taken";
            case "later" -> "mail is refused for now (" + verdict.reason() + ")";
            default -> "mail is refused (" + verdict.reason() + ")";
          });
      for (var step : verdict.steps()) text.append("\n  - ").append(step);
      if (!verdict.accounts().isEmpty())
        text.append("\n  delivered to: ").append(String.join(", ", verdict.accounts()));
      return text.toString();
    }
  }
}
