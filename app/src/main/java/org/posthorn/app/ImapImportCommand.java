package org.posthorn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.MailAnswer.Transferred;
import org.posthorn.app.MailRequest.ImapLoginOf;
import org.posthorn.app.MailRequest.ImapMasterStyle;
import org.posthorn.app.MailRequest.ImapSecurity;
import org.posthorn.app.MailRequest.ImapServer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn mail import-imap`.
@Command(
    name = "import-imap",
    description = {
      "Brings mail from another IMAP server into one account or many: folders, flags, dates,",
      "subscriptions, and UIDs where nothing was here before, so that mail programs download",
      "nothing again. Nothing is changed there. It may be run again until everybody has moved,",
      "also after it was cut short: only what is new comes, and flags that were changed there."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0 when everything is here, 1 when something was left out; each is named with its"
          + " reason.",
      "",
      "Examples:",
      "  posthorn mail import-imap romeo@example.org --server old.example.org --user romeo \\",
      "    --password-file romeo.secret",
      "  posthorn mail import-imap --accounts people.csv --server old.example.org \\",
      "    --master migrator --password-file master.secret",
      "",
      "  people.csv has a line account,user,password for each; with a master no password."
    })
final class ImapImportCommand implements Callable<Integer> {
  /// The old server has to bear it, and ours takes 32 administrators at a time.
  private static final int MAX_PARALLEL = 16;

  @Mixin private Asking asking = new Asking();

  @ArgGroup(multiplicity = "1")
  private Who who = new Who();

  /// One account, or a file of them.
  static final class Who {
    @Parameters(paramLabel = "ACCOUNT", arity = "0..1", description = "Whose mail it becomes.")
    private @Nullable String account;

    @Option(names = "--accounts", paramLabel = "FILE", description = "account,user,password: CSV.")
    private @Nullable Path file;
  }

  @Option(
      names = "--server",
      paramLabel = "HOST[:PORT]",
      required = true,
      description = "The server that it comes from.")
  private String server = "";

  @Option(
      names = "--security",
      defaultValue = "tls",
      description = "tls (port 993), starttls or none (port 143); none is for a safe network.")
  private ImapSecurity security = ImapSecurity.TLS;

  @Option(
      names = "--authorities",
      paramLabel = "FILE",
      description = "Certificates in PEM that may vouch for it, beside those of this machine.")
  private @Nullable Path authorities;

  @Option(names = "--user", description = "The name there; as the account, if none is given.")
  private @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The password is in its first line.")
  private @Nullable Path passwordFile;

  @Option(names = "--master", paramLabel = "NAME", description = "Who may read everybody's mail.")
  private @Nullable String master;

  @Option(
      names = "--master-style",
      defaultValue = "star",
      description = "star logs in as user*NAME (Dovecot), authzid by PLAIN's identity (Cyrus).")
  private ImapMasterStyle masterStyle = ImapMasterStyle.STAR;

  @Option(names = "--into", paramLabel = "MAILBOX", description = "Below this mailbox.")
  private @Nullable String into;

  @Option(
      names = "--parallel",
      defaultValue = "4",
      description = "Accounts at a time, at most " + MAX_PARALLEL + ".")
  private int parallel = 4;

  /// One account and what became of it.
  ///
  /// @param refused why nothing came; null when it was tried
  record OneAccount(String account, @Nullable String refused, @Nullable Transferred report) {
    boolean isWhole() {
      return report != null && report.failed() == 0;
    }
  }

  @Override
  public Integer call() throws AdminRefused, ConfigException {
    if (parallel < 1 || parallel > MAX_PARALLEL)
      throw new AdminRefused("--parallel: 1 to " + MAX_PARALLEL + ".");
    var requests = requests();
    if (requests.size() == 1) {
      var report =
          asking.with(administration ->
              administration.ask(requests.getFirst(), new ProgressLine(asking.err())));
      asking.print(report, MailCommand::words);
      return (report.failed() == 0 ? ExitCode.OK : ExitCode.FAILED).number();
    }
    var all = run(requests);
    asking.print(List.copyOf(all), ImapImportCommand::words);
    var isWhole = all.stream().allMatch(OneAccount::isWhole);
    return (isWhole ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private List<OneAccount> run(List<MailRequest.ImportImap> requests)
      throws AdminRefused, ConfigException {
    var done = new ArrayList<OneAccount>();
    // While no server runs each works on the store itself, which is one's at a time.
    boolean served = asking.with(administration -> administration instanceof AdminClient);
    try (var threads = Executors.newFixedThreadPool(served ? parallel : 1)) {
      var futures = new ArrayList<Future<OneAccount>>();
      for (var request : requests) futures.add(threads.submit(() -> one(request)));
      for (var future : futures) {
        done.add(future.get());
        asking.err().printf("%,d of %,d accounts%n", done.size(), requests.size());
        asking.err().flush();
      }
      return done;
    } catch (ExecutionException e) {
      throw new AdminRefused(String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new AdminRefused("Interrupted. Run it again: what came does not come twice.");
    }
  }

  private OneAccount one(MailRequest.ImportImap request) {
    try {
      return new OneAccount(
          request.account(), null, asking.with(administration -> administration.ask(request)));
    } catch (AdminRefused | ConfigException e) {
      return new OneAccount(request.account(), String.valueOf(e.getMessage()), null);
    }
  }

  private static String words(List<OneAccount> all) {
    var text = new StringBuilder();
    for (var each : all) {
      text.append(each.account()).append(": ");
      if (each.report() == null) text.append(each.refused());
      else text.append(MailCommand.words(each.report()));
      text.append(System.lineSeparator());
    }
    return text.toString();
  }

  /// Everything is read before anything is begun.
  private List<MailRequest.ImportImap> requests() throws AdminRefused {
    var common = passwordFile == null ? "" : secret(passwordFile);
    var account = who.account;
    if (account != null) return List.of(request(account, user == null ? account : user, common));
    var all = new ArrayList<MailRequest.ImportImap>();
    var file = who.file == null ? Path.of("") : who.file;
    try (var in = Files.newBufferedReader(file)) {
      var csv = new Csv(in);
      for (var row = csv.read(); row != null; row = csv.read()) {
        if (row.field(0).equalsIgnoreCase("account") && all.isEmpty()) continue;
        var name = row.field(1).isEmpty() ? row.field(0) : row.field(1);
        all.add(request(row.field(0), name, row.field(2).isEmpty() ? common : row.field(2)));
      }
    } catch (IOException e) {
      throw new AdminRefused(file + " cannot be read: " + e.getMessage());
    }
    if (all.isEmpty()) throw new AdminRefused(file + " names no account.");
    return all;
  }

  private static String secret(Path file) throws AdminRefused {
    try {
      return SecretFile.read(file);
    } catch (IOException e) {
      throw new AdminRefused(file + " cannot be read: " + e.getMessage());
    }
  }

  private MailRequest.ImportImap request(String account, String name, String password)
      throws AdminRefused {
    if (password.isEmpty())
      throw new AdminRefused("There is no password for " + account + ": see --password-file.");
    int colon = server.lastIndexOf(':');
    boolean hasPort = colon > 0 && server.substring(colon + 1).matches("[0-9]{1,5}");
    var host = hasPort ? server.substring(0, colon) : server;
    int usual = security == ImapSecurity.TLS ? 993 : 143;
    int port = hasPort ? Integer.parseInt(server.substring(colon + 1)) : usual;
    var file = authorities == null ? null : authorities.toAbsolutePath().normalize().toString();
    return new MailRequest.ImportImap(
        account,
        new ImapServer(host, port, security, file),
        new ImapLoginOf(name, password, master, masterStyle),
        into);
  }
}
