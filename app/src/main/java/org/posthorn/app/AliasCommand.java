package org.posthorn.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.DirectoryAnswer.AliasPage;
import org.posthorn.app.DirectoryAnswer.OneAlias;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn alias …`.
@Command(
    name = "alias",
    description = "Addresses that stand for others.",
    mixinStandardHelpOptions = true,
    subcommands = {
      AliasCommand.Add.class,
      AliasCommand.ListAll.class,
      AliasCommand.Change.class,
      AliasCommand.Remove.class
    })
final class AliasCommand {

  private static String words(OneAlias alias) {
    return "%s -> %s%s"
        .formatted(
            alias.address(), String.join(", ", alias.targets()), alias.enabled() ? "" : " (off)");
  }

  /// `posthorn alias add`.
  @Command(
      name = "add",
      description = "Makes an address that leads to others: accounts, aliases, or elsewhere.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn alias add info@example.org romeo@example.org juliet@example.org")
  static final class Add implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "The new address.")
    private String address = "";

    @Parameters(
        index = "1..*",
        arity = "1..*",
        paramLabel = "TARGET",
        description = "Where it leads.")
    private List<String> targets = List.of();

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(
          new DirectoryRequest.AddAlias(address, targets), alias -> "added " + words(alias));
    }
  }

  /// `posthorn alias list`.
  @Command(name = "list", description = "Lists aliases.", mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    private static final int PAGE = 1_000;

    @Mixin private Asking asking = new Asking();

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "Only those of this domain.")
    private @Nullable String domain;

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Only those that contain this.")
    private @Nullable String text;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      var all =
          asking.with(administration -> {
            var found = new ArrayList<OneAlias>();
            String after = null;
            do {
              var page =
                  administration.ask(new DirectoryRequest.ListAliases(domain, text, after, PAGE));
              found.addAll(page.aliases());
              after = page.next();
            } while (after != null);
            return found;
          });
      return asking.print(new AliasPage(all, null), ListAll::table);
    }

    private static String table(AliasPage page) {
      var table = new Table("ALIAS", "STATE", "LEADS TO");
      for (var one : page.aliases())
        table.row(one.address(), one.enabled() ? "on" : "off", String.join(", ", one.targets()));
      return table.toString();
    }
  }

  /// `posthorn alias change`.
  @Command(
      name = "change",
      description = "Changes what is given, and leaves the rest.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn alias change info@example.org --add nurse@example.org",
        "  posthorn alias change info@example.org --to romeo@example.org    and nobody else",
        "  posthorn alias change info@example.org --off"
      })
  static final class Change implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "ADDRESS", description = "The alias.")
    private String address = "";

    @Option(names = "--to", paramLabel = "TARGET", description = "Lead here only; may be repeated.")
    private List<String> to = List.of();

    @Option(names = "--add", paramLabel = "TARGET", description = "Lead here too.")
    private List<String> more = List.of();

    @Option(names = "--take", paramLabel = "TARGET", description = "Lead here no more.")
    private List<String> less = List.of();

    @Option(names = "--on", description = "Take mail again.")
    private boolean on;

    @Option(names = "--off", description = "Refuse mail.")
    private boolean off;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      if (on && off) throw new AdminRefused("--on and --off cannot both be.");
      var enabled = on ? Boolean.TRUE : off ? Boolean.FALSE : null;
      return asking.answer(
          new DirectoryRequest.ChangeAlias(address, to, more, less, enabled),
          alias -> "changed " + words(alias));
    }
  }

  /// `posthorn alias remove`.
  @Command(name = "remove", description = "Removes an alias.", mixinStandardHelpOptions = true)
  static final class Remove implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "ADDRESS", description = "The alias.")
    private String address = "";

    @Option(names = "--all", description = "Take it out of other aliases that lead to it, too.")
    private boolean all;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new DirectoryRequest.RemoveAlias(address, all), Done::what);
    }
  }
}
