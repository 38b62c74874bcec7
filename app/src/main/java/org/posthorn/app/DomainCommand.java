package org.posthorn.app;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.DirectoryAnswer.DomainPage;
import org.posthorn.app.DirectoryAnswer.OneDomain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn domain …`.
@Command(
    name = "domain",
    description = "The domains that mail is taken for.",
    mixinStandardHelpOptions = true,
    subcommands = {
      DomainCommand.Add.class,
      DomainCommand.ListAll.class,
      DomainCommand.Change.class,
      DomainCommand.Remove.class
    })
final class DomainCommand {

  /// `posthorn domain add`.
  @Command(
      name = "add",
      description = "Makes a domain ours.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn domain add example.org",
        "  posthorn domain add example.net --same-as example.org   another name for all its"
            + " addresses"
      })
  static final class Add implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "DOMAIN", description = "Its name.")
    private String name = "";

    @Option(
        names = "--same-as",
        paramLabel = "DOMAIN",
        description = "Make it another name of a domain that is here already.")
    private @Nullable String sameAs;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(
          new DirectoryRequest.AddDomain(name, sameAs), domain -> "added " + domain.name());
    }
  }

  /// `posthorn domain list`.
  @Command(name = "list", description = "Lists the domains.", mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new DirectoryRequest.ListDomains(), ListAll::words);
    }

    private static String words(DomainPage page) {
      if (page.domains().isEmpty()) return "There are no domains. To add one: posthorn domain add";
      var table = new Table("DOMAIN", "STATE", "SEPARATORS", "CATCH-ALL", "ADMINISTRATOR");
      for (var one : page.domains())
        table.row(
            one.name(),
            one.sameAs() == null ? (one.enabled() ? "on" : "off") : "same as " + one.sameAs(),
            one.plusSeparators(),
            one.catchAll() == null ? "-" : one.catchAll(),
            one.administrator() == null ? "-" : one.administrator());
      return table.toString();
    }
  }

  /// `posthorn domain change`.
  @Command(
      name = "change",
      description = "Changes what is given, and leaves the rest.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn domain change example.org --catch-all office@example.org",
        "  posthorn domain change example.org --catch-all ''        refuse unknown addresses again",
        "  posthorn domain change example.org --administrator romeo@example.org",
        "  posthorn domain change example.org --off                 take no mail, let nobody log in"
      })
  static final class Change implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "DOMAIN", description = "Its name.")
    private String name = "";

    @Option(names = "--on", description = "Take mail and logins again.")
    private boolean on;

    @Option(names = "--off", description = "Take no mail, let nobody log in; nothing is lost.")
    private boolean off;

    @Option(
        names = "--separators",
        paramLabel = "CHARS",
        description = "What begins the detail of an address, as in romeo+lists; '' turns that off.")
    private @Nullable String separators;

    @Option(
        names = "--catch-all",
        paramLabel = "ADDRESS",
        description = "Who gets mail for unknown addresses; '' refuses it.")
    private @Nullable String catchAll;

    @Option(
        names = "--administrator",
        paramLabel = "ADDRESS",
        description = {
          "The account that gets mail for postmaster and abuse while no such address exists;",
          "'' is the server's administrator."
        })
    private @Nullable String administrator;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      if (on && off) throw new AdminRefused("--on and --off cannot both be.");
      var enabled = on ? Boolean.TRUE : off ? Boolean.FALSE : null;
      return asking.answer(
          new DirectoryRequest.ChangeDomain(name, enabled, separators, catchAll, administrator),
          (OneDomain domain) -> "changed " + domain.name());
    }
  }

  /// `posthorn domain remove`.
  @Command(
      name = "remove",
      description = "Removes a domain.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn domain remove example.org --all")
  static final class Remove implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "DOMAIN", description = "Its name.")
    private String name = "";

    @Option(
        names = "--all",
        description = "Remove its accounts, their mail and its aliases too. There is no way back.")
    private boolean all;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new DirectoryRequest.RemoveDomain(name, all), Done::what);
    }
  }
}
