package org.posthorn.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `posthorn version`.
@Command(
    name = "version",
    description = "Says which version this is.",
    mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(names = "--json", description = "Answer in JSON.")
  private boolean json;

  /// What `--json` answers.
  record Versions(String posthorn, String java) {}

  @Override
  public Integer call() {
    var versions = new Versions(Version.TEXT, Runtime.version().toString());
    var out = command.commandLine().getOut();
    if (json) out.println(new AdminProtocol().pretty(versions));
    else out.printf("posthorn %s (Java %s)%n", versions.posthorn(), versions.java());
    return ExitCode.OK.number();
  }
}
