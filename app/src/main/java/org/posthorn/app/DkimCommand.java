package org.posthorn.app;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.SiteAnswer.DkimKeyPage;
import org.posthorn.app.SiteAnswer.OneDkimKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn dkim …`.
@Command(
    name = "dkim",
    description = "The keys that domains sign their mail with.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  posthorn dkim rotate example.org                make keys, and print what to publish",
      "  posthorn dkim activate example.org 20261120r    sign with one when DNS has its record",
      "  posthorn dkim list example.org                  what there is, with its records"
    },
    subcommands = {
      DkimCommand.Add.class,
      DkimCommand.Rotate.class,
      DkimCommand.ListAll.class,
      DkimCommand.Activate.class,
      DkimCommand.Retire.class,
      DkimCommand.Remove.class
    })
final class DkimCommand {

  private static String words(OneDkimKey key) {
    return "%s (%s): %s".formatted(key.selector(), key.algorithm(), key.state());
  }

  private static String states(DkimKeyPage page) {
    var text = new StringBuilder();
    for (var key : page.keys()) text.append(words(key)).append('\n');
    return text.toString();
  }

  private static String record(OneDkimKey key) {
    return """

    %s TXT %s
    in a zone file:
    %s
    """
        .formatted(key.name(), key.record(), key.zone());
  }

  private static String made(DkimKeyPage page) {
    var text = new StringBuilder(states(page));
    text.append("\nPublish in DNS:\n");
    for (var key : page.keys()) text.append(record(key));
    text.append("\nThen:\n");
    for (var key : page.keys())
      text.append("  posthorn dkim activate %s %s\n".formatted(key.domain(), key.selector()));
    return text.toString();
  }

  private static String changed(DkimKeyPage page) {
    var text = new StringBuilder(states(page));
    text.append("\nIn DNS stays:\n");
    for (var key : page.keys()) text.append(record(key));
    return text.toString();
  }

  /// `posthorn dkim add`.
  @Command(
      name = "add",
      description = "Makes a key, which signs when it is activated.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn dkim add example.org --algorithm ed25519",
        "  posthorn dkim add example.org --algorithm rsa --bits 3072 --selector mail2026"
      })
  static final class Add implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "DOMAIN", description = "One of our domains.")
    private String domain = "";

    @Option(
        names = "--algorithm",
        required = true,
        paramLabel = "ALGORITHM",
        description = "rsa, which all know, or ed25519, which is shorter.")
    private String algorithm = "";

    @Option(
        names = "--selector",
        paramLabel = "NAME",
        description = "The key's name in DNS. Without it: one with the day in it.")
    private @Nullable String selector;

    @Option(
        names = "--bits",
        paramLabel = "N",
        description = "Of an RSA key, 1024 to 4096. Without it: 2048.")
    private @Nullable Integer bits;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(
          new DkimRequest.AddDkimKey(domain, algorithm, selector, bits), DkimCommand::made);
    }
  }

  /// `posthorn dkim rotate`.
  @Command(
      name = "rotate",
      description = {
        "Makes a new key for each that signs now, or an RSA and an Ed25519 key for a domain that",
        "has none. They sign when they are activated, which retires those before them."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn dkim rotate example.org")
  static final class Rotate implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "DOMAIN", description = "One of our domains.")
    private String domain = "";

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new DkimRequest.RotateDkimKeys(domain), DkimCommand::made);
    }
  }

  /// `posthorn dkim list`.
  @Command(
      name = "list",
      description = "Lists a domain's keys and their records.",
      mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "DOMAIN", description = "One of our domains.")
    private String domain = "";

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new DkimRequest.ListDkimKeys(domain), this::table);
    }

    private String table(DkimKeyPage page) {
      if (page.keys().isEmpty())
        return "There are no keys: posthorn dkim rotate %s makes some.".formatted(domain);
      var table = new Table("SELECTOR", "ALGORITHM", "STATE", "MADE");
      for (var key : page.keys())
        table.row(key.selector(), key.algorithm(), key.state(), key.created().toString());
      var text = new StringBuilder(table.toString());
      for (var key : page.keys()) text.append(record(key));
      return text.toString();
    }
  }

  /// `posthorn dkim activate`.
  @Command(
      name = "activate",
      description = {
        "Signs with a key from now on, and no more with the one of the same algorithm before it.",
        "DNS has to have its record."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn dkim activate example.org 20261120r",
        "  posthorn dkim activate example.org 20261120r --force    DNS cannot be asked from here"
      })
  static final class Activate implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "One of our domains.")
    private String domain = "";

    @Parameters(index = "1", paramLabel = "SELECTOR", description = "The key.")
    private String selector = "";

    @Option(names = "--force", description = "Do not look whether the record is in DNS.")
    private boolean force;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(
          new DkimRequest.ActivateDkimKey(domain, selector, force), DkimCommand::changed);
    }
  }

  /// `posthorn dkim retire`.
  @Command(
      name = "retire",
      description = {
        "Signs no more with a key. Its record stays in DNS for some weeks, since mail that it has",
        "signed may still be on its way or be read again."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn dkim retire example.org 20251120r")
  static final class Retire implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "One of our domains.")
    private String domain = "";

    @Parameters(index = "1", paramLabel = "SELECTOR", description = "The key.")
    private String selector = "";

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new DkimRequest.RetireDkimKey(domain, selector), DkimCommand::changed);
    }
  }

  /// `posthorn dkim remove`.
  @Command(
      name = "remove",
      description = "Forgets a key that does not sign, for good.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn dkim remove example.org 20251120r")
  static final class Remove implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "One of our domains.")
    private String domain = "";

    @Parameters(index = "1", paramLabel = "SELECTOR", description = "The key.")
    private String selector = "";

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new DkimRequest.RemoveDkimKey(domain, selector), Done::what);
    }
  }
}
