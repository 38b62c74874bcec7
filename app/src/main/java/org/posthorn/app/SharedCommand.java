package org.posthorn.app;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.DirectoryAnswer.OneShared;
import org.posthorn.app.DirectoryAnswer.SharedMember;
import org.posthorn.app.DirectoryAnswer.SharedPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn shared …`.
@Command(
    name = "shared",
    description = {
      "Mailboxes that several people use as one: each an account with an address and a quota, to"
          + " which nobody logs in. Members find it under Shared/ in their mail programs.",
      "Quota, name, another address, and removal: as any account, by \"posthorn account\"."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      SharedCommand.Add.class,
      SharedCommand.ListAll.class,
      SharedCommand.Members.class
    })
final class SharedCommand {

  private static final String RIGHTS =
      "RIGHTS are full (the default), read, all (full, and giving rights to others), or letters of"
          + " RFC 4314.";

  private static String words(OneShared shared) {
    return "%s: %d members, \\Seen is %s"
        .formatted(shared.address(), shared.members().size(), shared.seen());
  }

  private static String table(OneShared shared) {
    var table = new Table("MEMBER", "RIGHTS", "SENDS AS IT");
    for (var member : shared.members())
      table.row(member.address(), member.rights(), member.sendAs() ? "yes" : "no");
    return shared.members().isEmpty() ? "nobody uses " + shared.address() : table.toString();
  }

  /// `posthorn shared add`.
  @Command(
      name = "add",
      description = {"Makes a shared mailbox.", RIGHTS},
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn shared add info@example.org --member romeo@example.org --member"
            + " nurse@example.org=read --send-as romeo@example.org",
        "  posthorn shared add sales@example.org --name Sales --quota 20G --seen private"
      })
  static final class Add implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "ADDRESS", description = "Its address.")
    private String address = "";

    @Option(names = "--name", paramLabel = "TEXT", description = "Its name for people.")
    private @Nullable String name;

    @Option(
        names = "--quota",
        paramLabel = "SIZE",
        description = "How much it may hold, such as 5G; none without it.")
    private @Nullable String quota;

    @Option(
        names = "--seen",
        paramLabel = "WHOSE",
        description = "Whether what one has read is read for all: shared (the default) or private.")
    private @Nullable String seen;

    @Option(
        names = "--member",
        paramLabel = "ADDRESS[=RIGHTS]",
        description = "Who uses it; may be repeated.")
    private List<String> members = List.of();

    @Option(
        names = "--send-as",
        paramLabel = "ADDRESS",
        description = "Which member may send in its name; may be repeated.")
    private List<String> senders = List.of();

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      var change = new DirectoryRequest.SharedChange(seen, members, List.of(), senders, List.of());
      return asking.answer(
          new DirectoryRequest.AddShared(address, name, quota, change),
          made -> "added " + words(made));
    }
  }

  /// `posthorn shared list`.
  @Command(name = "list", description = "Lists them.", mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "Only those of this domain.")
    private @Nullable String domain;

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Only those that contain this.")
    private @Nullable String text;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new DirectoryRequest.ListShared(domain, text), ListAll::table);
    }

    private static String table(SharedPage page) {
      var table = new Table("MAILBOX", "STATE", "SEEN", "MEMBERS");
      for (var one : page.mailboxes())
        table.row(
            one.address(),
            one.enabled() ? "on" : "off",
            one.seen(),
            String.join(", ", one.members().stream().map(SharedMember::address).toList()));
      return table.toString();
    }
  }

  /// `posthorn shared members`.
  @Command(
      name = "members",
      description = {
        "Shows who uses a shared mailbox, after what is given was changed.",
        RIGHTS,
        "A mail program with an ACL editor can give other rights at single folders."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn shared members info@example.org",
        "  posthorn shared members info@example.org --add juliet@example.org --take"
            + " nurse@example.org --send-as juliet@example.org"
      })
  static final class Members implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "ADDRESS", description = "The shared mailbox.")
    private String address = "";

    @Option(
        names = "--add",
        paramLabel = "ADDRESS[=RIGHTS]",
        description = "Add a member, or change his rights; may be repeated.")
    private List<String> more = List.of();

    @Option(names = "--take", paramLabel = "ADDRESS", description = "Take out; may be repeated.")
    private List<String> less = List.of();

    @Option(
        names = "--send-as",
        paramLabel = "ADDRESS",
        description = "Let a member send in its name; may be repeated.")
    private List<String> senders = List.of();

    @Option(
        names = "--no-send-as",
        paramLabel = "ADDRESS",
        description = "Let a member do so no more; may be repeated.")
    private List<String> silenced = List.of();

    @Option(
        names = "--seen",
        paramLabel = "WHOSE",
        description = "Whether what one has read is read for all: shared or private.")
    private @Nullable String seen;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      var change = new DirectoryRequest.SharedChange(seen, more, less, senders, silenced);
      return asking.answer(
          new DirectoryRequest.ChangeShared(address, change), SharedCommand::table);
    }
  }
}
