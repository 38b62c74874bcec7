package org.posthorn.app;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What every administrator's command has: the options that say which Posthorn is meant and how to
/// answer, and the way to it. A running server is asked through its socket; while none runs the
/// command works on the store itself.
final class Asking {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Mixin private Place place = new Place();

  @Option(names = "--json", description = "Answer in JSON.")
  private boolean json;

  private final AdminProtocol protocol = new AdminProtocol();

  /// What a command does with whoever answers.
  @FunctionalInterface
  interface Work<T> {
    T with(Administration administration) throws AdminRefused;
  }

  Place place() {
    return place;
  }

  boolean json() {
    return json;
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  PrintWriter err() {
    return command.commandLine().getErr();
  }

  <T> T with(Work<T> work) throws AdminRefused, ConfigException {
    try (var administration = open()) {
      return work.with(administration);
    }
  }

  private Administration open() throws AdminRefused, ConfigException {
    var data = place.data();
    if (!Files.isDirectory(data))
      throw new AdminRefused(
          "There is no data folder %s. Name it by --data, or make one: posthorn quickstart --data %s"
              .formatted(data, data));
    var server = AdminClient.connect(data);
    return server == null ? LocalAdministration.open(place.configOrDefaults()) : server;
  }

  /// Asks, and prints the answer as JSON or in words.
  <R extends AdminAnswer> int answer(AdminRequest<R> request, Function<R, String> words)
      throws AdminRefused, ConfigException {
    return print(
        with(administration -> administration.ask(request, new ProgressLine(err()))), words);
  }

  <R> int print(R answer, Function<R, String> words) {
    out().println(json ? protocol.pretty(answer) : words.apply(answer).stripTrailing());
    return ExitCode.OK.number();
  }
}
