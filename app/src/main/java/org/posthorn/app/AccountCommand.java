package org.posthorn.app;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.DirectoryAnswer.AccountPage;
import org.posthorn.app.DirectoryAnswer.OneAccount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn account …`.
@Command(
    name = "account",
    description = "People's accounts: an address, a login and a mailbox in one.",
    mixinStandardHelpOptions = true,
    subcommands = {
      AccountCommand.Add.class,
      AccountCommand.ListAll.class,
      AccountCommand.Change.class,
      AccountCommand.Remove.class,
      AccountImportCommand.class
    })
final class AccountCommand {

  private static String withPassword(String done, OneAccount account) {
    var text = done + " " + account.address();
    return account.password() == null ? text : text + "\npassword: " + account.password();
  }

  /// `posthorn account add`.
  @Command(
      name = "add",
      description = {
        "Makes an account with its mailboxes. The domain has to be there already.",
        "Without an option about the password the server makes one and prints it."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn account add romeo@example.org --name 'Romeo Montague' --quota 5G",
        "  posthorn account add juliet@example.org --password             asks for it",
        "  pass show mail/juliet | posthorn account add juliet@example.org --password-file -"
      })
  static final class Add implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();
    @Mixin private AccountOptions options = new AccountOptions();
    @Mixin private PasswordOptions password = new PasswordOptions();

    @Parameters(paramLabel = "ADDRESS", description = "Its address.")
    private String address = "";

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      var settings = options.change(password.chosen());
      return asking.answer(
          new DirectoryRequest.AddAccount(address, settings),
          account -> withPassword("added", account));
    }
  }

  /// `posthorn account list`.
  @Command(
      name = "list",
      description = "Lists accounts and what they hold.",
      mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    private static final int PAGE = 1_000;

    @Mixin private Asking asking = new Asking();

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "Only those of this domain.")
    private @Nullable String domain;

    @Parameters(
        arity = "0..1",
        paramLabel = "TEXT",
        description = "Only those whose address or name contains this.")
    private @Nullable String text;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      var all =
          asking.with(administration -> {
            var found = new ArrayList<OneAccount>();
            String after = null;
            do {
              var page =
                  administration.ask(new DirectoryRequest.ListAccounts(domain, text, after, PAGE));
              found.addAll(page.accounts());
              after = page.next();
            } while (after != null);
            return found;
          });
      return asking.print(new AccountPage(all, null), ListAll::table);
    }

    private static String table(AccountPage page) {
      var table = new Table("ACCOUNT", "STATE", "MESSAGES", "HOLDS", "QUOTA", "NAME");
      for (var one : page.accounts())
        table.row(
            one.address(),
            state(one),
            one.usedMessages(),
            new ByteSize(one.usedBytes()),
            quota(one),
            one.displayName());
      return table.toString();
    }

    private static String state(OneAccount account) {
      if (!account.enabled()) return "off";
      var on = account.admin() ? "admin" : "on";
      return account.referral() == null ? on : on + ", " + account.referral();
    }

    private static String quota(OneAccount account) {
      var bytes =
          account.quotaBytes() == 0 ? "none" : new ByteSize(account.quotaBytes()).toString();
      if (account.quotaMessages() == 0) return bytes;
      return bytes + ", " + account.quotaMessages() + " messages";
    }
  }

  /// `posthorn account change`.
  @Command(
      name = "change",
      description = "Changes what is given, and leaves the rest.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn account change romeo@example.org --quota none",
        "  posthorn account change romeo@example.org --generate-password",
        "  posthorn account change romeo@example.org --address r.montague@example.org",
        "  posthorn account change romeo@example.org --off",
        "  posthorn account change romeo@example.org --moved-to imap.example.net"
      })
  static final class Change implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();
    @Mixin private AccountOptions options = new AccountOptions();
    @Mixin private PasswordOptions password = new PasswordOptions();

    @Parameters(paramLabel = "ADDRESS", description = "The account.")
    private String address = "";

    @Option(
        names = "--address",
        paramLabel = "ADDRESS",
        description = "Its new address; aliases that lead to the account follow.")
    private @Nullable String newAddress;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      var settings = options.change(password.chosen());
      return asking.answer(
          new DirectoryRequest.ChangeAccount(address, newAddress, settings),
          account -> withPassword("changed", account));
    }
  }

  /// `posthorn account remove`.
  @Command(
      name = "remove",
      description = "Removes an account and all its mail. There is no way back.",
      mixinStandardHelpOptions = true)
  static final class Remove implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "ADDRESS", description = "The account.")
    private String address = "";

    @Option(
        names = "--all",
        description = "Also take it out of aliases, and remove those that lead nowhere else.")
    private boolean all;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new DirectoryRequest.RemoveAccount(address, all), Done::what);
    }
  }
}
