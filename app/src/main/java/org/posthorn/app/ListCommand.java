package org.posthorn.app;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.DirectoryAnswer.ListMembers;
import org.posthorn.app.DirectoryAnswer.ListPage;
import org.posthorn.app.DirectoryAnswer.OneList;
import org.posthorn.app.DirectoryRequest.ListChange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn list …`.
@Command(
    name = "list",
    description = "Distribution lists: addresses that send what they get to their members.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ListCommand.Add.class,
      ListCommand.ListAll.class,
      ListCommand.Change.class,
      ListCommand.Members.class,
      ListCommand.Remove.class
    })
final class ListCommand {

  private static String words(OneList list) {
    return "%s: %d members, %s may write, owned by %s%s"
        .formatted(
            list.address(),
            list.members(),
            list.posting(),
            String.join(", ", list.owners()),
            list.enabled() ? "" : " (off)");
  }

  /// What `add` and `change` have in common.
  static final class Settings {
    @Option(
        names = "--owner",
        paramLabel = "ADDRESS",
        description = "Who gets reports on the list's mail; may be repeated.")
    private List<String> owners = List.of();

    @Option(
        names = "--posting",
        paramLabel = "WHO",
        description = "Who may write: anybody, members (the default), owners, or domain.")
    private @Nullable String posting;

    @Option(names = "--title", paramLabel = "TEXT", description = "Its name for people.")
    private @Nullable String title;

    @Option(
        names = "--max-size",
        paramLabel = "SIZE",
        description = "The largest message; the default is 10M.")
    private @Nullable String maxSize;

    @Option(
        names = "--max-recipients",
        paramLabel = "N",
        description = "Refuse messages when it has more members; the default is 1000.")
    private @Nullable Integer maxRecipients;

    ListChange change(@Nullable Boolean enabled) {
      return new ListChange(title, enabled, posting, maxSize, maxRecipients, owners);
    }
  }

  /// `posthorn list add`.
  @Command(
      name = "add",
      description = "Makes a list. Its owners are written to as NAME-owner@.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn list add ball@example.org --owner nurse@example.org romeo@example.org"
            + " friar@example.net",
        "  posthorn list add news@example.org --owner nurse@example.org --posting owners --title"
            + " 'News'"
      })
  static final class Add implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();
    @Mixin private Settings settings = new Settings();

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "The list.")
    private String address = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "MEMBER", description = "Its members.")
    private List<String> members = List.of();

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(
          new DirectoryRequest.AddList(address, settings.change(null), members),
          list -> "added " + words(list));
    }
  }

  /// `posthorn list list`.
  @Command(name = "list", description = "Lists them.", mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "Only those of this domain.")
    private @Nullable String domain;

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Only those that contain this.")
    private @Nullable String text;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new DirectoryRequest.ListLists(domain, text), ListAll::table);
    }

    private static String table(ListPage page) {
      var table = new Table("LIST", "STATE", "MEMBERS", "WHO WRITES", "OWNERS");
      for (var one : page.lists())
        table.row(
            one.address(),
            one.enabled() ? "on" : "off",
            one.members(),
            one.posting(),
            String.join(", ", one.owners()));
      return table.toString();
    }
  }

  /// `posthorn list change`.
  @Command(
      name = "change",
      description = "Changes what is given, and leaves the rest.",
      mixinStandardHelpOptions = true)
  static final class Change implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();
    @Mixin private Settings settings = new Settings();

    @Parameters(paramLabel = "ADDRESS", description = "The list.")
    private String address = "";

    @Option(names = "--on", description = "Take mail again.")
    private boolean on;

    @Option(names = "--off", description = "Refuse mail.")
    private boolean off;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      if (on && off) throw new AdminRefused("--on and --off cannot both be.");
      var enabled = on ? Boolean.TRUE : off ? Boolean.FALSE : null;
      return asking.answer(
          new DirectoryRequest.ChangeList(address, settings.change(enabled)),
          list -> "changed " + words(list));
    }
  }

  /// `posthorn list members`.
  @Command(
      name = "members",
      description = "Shows who is on a list, after some were added or taken out.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer =
          "  posthorn list members ball@example.org --add juliet@example.org --take x@example.net")
  static final class Members implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "ADDRESS", description = "The list.")
    private String address = "";

    @Option(names = "--add", paramLabel = "MEMBER", description = "Add; may be repeated.")
    private List<String> more = List.of();

    @Option(names = "--take", paramLabel = "MEMBER", description = "Take out; may be repeated.")
    private List<String> less = List.of();

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(
          new DirectoryRequest.ChangeListMembers(address, more, less), Members::lines);
    }

    private static String lines(ListMembers list) {
      return list.members().isEmpty()
          ? "nobody is on " + list.address()
          : String.join("\n", list.members());
    }
  }

  /// `posthorn list remove`.
  @Command(name = "remove", description = "Removes a list.", mixinStandardHelpOptions = true)
  static final class Remove implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "ADDRESS", description = "The list.")
    private String address = "";

    @Option(names = "--all", description = "Take it out of what leads to it, too.")
    private boolean all;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new DirectoryRequest.RemoveList(address, all), Done::what);
    }
  }
}
