package org.posthorn.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.SiteAnswer.Authority;
import org.posthorn.app.SiteAnswer.Issued;
import org.posthorn.app.SiteAnswer.TlsStatus;
import org.posthorn.platform.net.OwnAuthority;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn tls …`.
@Command(
    name = "tls",
    description =
        "Certificates: those in use, those ordered by ACME, and an authority of your own.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  posthorn tls status                         what is in use, and when it is renewed",
      "  posthorn tls renew                          order a new certificate now",
      "  posthorn tls ca create                      make an authority for your own network",
      "  posthorn tls issue imap.example.org         have it issue a certificate"
    },
    subcommands = {
      TlsCommand.Show.class,
      TlsCommand.Renew.class,
      TlsCommand.Authorities.class,
      TlsCommand.Issue.class
    })
final class TlsCommand {

  /// `posthorn tls status`.
  @Command(
      name = "status",
      description = "Shows the certificates in use, and how the orders by ACME stand.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new AdminRequest.ShowTls(), Show::words);
    }

    private static String words(TlsStatus status) {
      var text = new StringBuilder();
      for (var one : status.certificates()) text.append(StatusCommand.words(one)).append('\n');
      var acme = status.acme();
      if (acme == null) return text.append("ACME is not configured ([tls.acme]).").toString();
      text.append("\nACME: ").append(acme.directory()).append(", ").append(acme.challenge());
      text.append("\nfor ").append(String.join(", ", acme.names()));
      text.append("\nnext order at ").append(acme.due());
      if (acme.lastTry() != null) text.append("\nlast order at ").append(acme.lastTry());
      if (acme.error() != null) text.append(", which failed: ").append(acme.error());
      return text.toString();
    }
  }

  /// `posthorn tls renew`.
  @Command(
      name = "renew",
      description = {
        "Orders a new certificate by ACME now, and uses it. The authority counts orders and"
            + " failures,",
        "so do this by hand only."
      },
      mixinStandardHelpOptions = true)
  static final class Renew implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Option(
        names = "--new-key",
        description = "Make a new private key. TLSA records of the old one have to be replaced.")
    private boolean newKey;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new AdminRequest.RenewCertificate(newKey), Done::what);
    }
  }

  /// `posthorn tls ca`.
  @Command(
      name = "ca",
      description = "A certificate authority of your own, for clients that you tell to trust it.",
      mixinStandardHelpOptions = true,
      subcommands = {TlsCommand.Create.class, TlsCommand.ShowAuthority.class})
  static final class Authorities {}

  private static String words(Authority authority) {
    return """
    %s, until %s
    SHA-256 %s
    Import this file into the clients that are to trust it, as an authority for web sites and servers:
    %s

    %s\
    """
        .formatted(
            authority.name(),
            authority.notAfter(),
            authority.fingerprint(),
            authority.file(),
            authority.pem());
  }

  /// `posthorn tls ca create`.
  @Command(
      name = "create",
      description = {
        "Makes the authority. A server without other certificates then has its own from it, after",
        "posthorn reload. Its key lies in the data folder: whoever has it can pretend to be any",
        "server to those who trust the authority."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn tls ca create --name 'Example Company CA'")
  static final class Create implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "What clients show. Without it: Posthorn CA.")
    private String name = "Posthorn CA";

    @Option(
        names = "--days",
        paramLabel = "N",
        description = "How long it is good. Without it: 3650.")
    private int days = Math.toIntExact(OwnAuthority.VALIDITY.toDays());

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new AdminRequest.CreateAuthority(name, days), TlsCommand::words);
    }
  }

  /// `posthorn tls ca show`.
  @Command(
      name = "show",
      description = "Prints the authority's certificate, to be imported into clients.",
      mixinStandardHelpOptions = true)
  static final class ShowAuthority implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new AdminRequest.ShowAuthority(), TlsCommand::words);
    }
  }

  /// `posthorn tls issue`.
  @Command(
      name = "issue",
      description = "Has your own authority issue a certificate, with a new key.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn tls issue imap.example.org 192.0.2.7")
  static final class Issue implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(
        arity = "1..*",
        paramLabel = "HOST",
        description = "Host names and addresses; the first names the folder.")
    private List<String> names = new ArrayList<>();

    @Option(
        names = "--days",
        paramLabel = "N",
        description = "How long it is good, 1 to 825. Without it: 365.")
    private int days = Math.toIntExact(OwnAuthority.SERVER_VALIDITY.toDays());

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new AdminRequest.IssueCertificate(names, days), Issue::words);
    }

    private static String words(Issued issued) {
      return """
      A certificate for %s, until %s. For a Posthorn server, in posthorn.toml:

      [[tls.certificates]]
      chain = "%s"
      key = "%s"
      """
          .formatted(
              String.join(", ", issued.names()), issued.notAfter(), issued.chain(), issued.key());
    }
  }
}
