package org.posthorn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.ContentAnswer.DisclaimerPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn disclaimer …`.
@Command(
    name = "disclaimer",
    description = "Texts that are appended to what the users of a domain send.",
    mixinStandardHelpOptions = true,
    subcommands = {
      DisclaimerCommand.Set.class,
      DisclaimerCommand.ListAll.class,
      DisclaimerCommand.Remove.class
    })
final class DisclaimerCommand {

  /// `posthorn disclaimer set`.
  @Command(
      name = "set",
      description = "Appends a text from now on; posthorn message explain shows to what.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn disclaimer set example.org outgoing --text note.txt --html note.html")
  static final class Set implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "Of the sender.")
    private String domain = "";

    @Parameters(
        index = "1",
        paramLabel = "DIRECTION",
        description = "outgoing, when somebody elsewhere gets the message, or internal.")
    private String direction = "";

    @Option(names = "--text", required = true, paramLabel = "FILE", description = "In UTF-8.")
    private Path text = Path.of("");

    @Option(
        names = "--html",
        paramLabel = "FILE",
        description = "For HTML, without html and body; else it is made of the text.")
    private @Nullable Path html;

    @Override
    public Integer call() throws AdminRefused, ConfigException, IOException {
      var forHtml = html == null ? null : Files.readString(html);
      return asking.answer(
          new ContentRequest.SetDisclaimer(domain, direction, Files.readString(text), forHtml),
          Done::what);
    }
  }

  /// `posthorn disclaimer list`.
  @Command(name = "list", description = "Lists them.", mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new ContentRequest.ListDisclaimers(), ListAll::table);
    }

    private static String table(DisclaimerPage page) {
      var table = new Table("DOMAIN", "DIRECTION", "BEGINS WITH");
      for (var one : page.disclaimers())
        table.row(one.domain(), one.direction(), one.text().strip().lines().findFirst().orElse(""));
      return table.toString();
    }
  }

  /// `posthorn disclaimer remove`.
  @Command(name = "remove", description = "Appends it no more.", mixinStandardHelpOptions = true)
  static final class Remove implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "Of the sender.")
    private String domain = "";

    @Parameters(index = "1", paramLabel = "DIRECTION", description = "outgoing or internal.")
    private String direction = "";

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new ContentRequest.RemoveDisclaimer(domain, direction), Done::what);
    }
  }
}
