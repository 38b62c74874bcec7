package org.posthorn.app;

import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.MailAnswer.TransferFault;
import org.posthorn.app.MailAnswer.Transferred;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.transfer.FileExport;
import org.posthorn.domain.transfer.FileImport;
import org.posthorn.domain.transfer.ImapImport;
import org.posthorn.domain.transfer.ImapLogin;
import org.posthorn.domain.transfer.ImapPeer;
import org.posthorn.domain.transfer.Transfer;
import org.posthorn.domain.transfer.TransferRefused;
import org.posthorn.domain.transfer.TransferReport;
import org.posthorn.platform.net.Authorities;
import org.posthorn.platform.net.Dialer;
import org.posthorn.platform.net.KeyFiles;
import org.posthorn.platform.net.NetworkLimits;
import org.posthorn.platform.net.TlsException;

/// Mail that is brought here from other servers and from files, and written to files.
final class TransferAdministration {
  private final Transfer transfer;
  private final AccountAdministration accounts;
  private final InstantSource clock;

  TransferAdministration(Store store, AccountAdministration accounts) {
    this.transfer = new Transfer(store.storage(), store.mail());
    this.accounts = accounts;
    this.clock = store.clock();
  }

  Transferred importFiles(MailRequest.ImportFiles request, Progress progress) throws AdminRefused {
    var account = MailAccount.of(accounts.find(request.account()));
    try {
      return answer(
          transfer.importFiles(
              account, files(request), (done, of) -> progress.at(done, of, "messages")));
    } catch (TransferRefused e) {
      throw new AdminRefused(String.valueOf(e.getMessage()));
    }
  }

  Transferred exportFiles(MailRequest.ExportFiles request, Progress progress) throws AdminRefused {
    var account = MailAccount.of(accounts.find(request.account()));
    var path = path(request.path());
    var to =
        switch (request.kind()) {
          case MAILDIR -> new FileExport.Maildir(path);
          case MBOX -> new FileExport.Mbox(path);
          case EML -> new FileExport.Eml(path);
          case ZIP -> new FileExport.Zip(path);
        };
    try {
      return answer(transfer.export(account, to, (done, of) -> progress.at(done, of, "messages")));
    } catch (TransferRefused e) {
      throw new AdminRefused(String.valueOf(e.getMessage()));
    }
  }

  Transferred importImap(MailRequest.ImportImap request, Progress progress) throws AdminRefused {
    var account = MailAccount.of(accounts.find(request.account()));
    var random = new SecureRandom();
    try (var dialer = new Dialer("import", NetworkLimits.DEFAULTS, clock, random)) {
      var network = new ImapPeer.Network(dialer, InetAddress::getAllByName, random);
      var from =
          new ImapImport(
              peer(request.server(), network), login(request.login()), into(request.into()));
      return answer(
          transfer.importImap(account, from, (done, of) -> progress.at(done, of, "messages")));
    } catch (TransferRefused | IllegalArgumentException e) {
      throw new AdminRefused(String.valueOf(e.getMessage()));
    }
  }

  private static ImapPeer peer(MailRequest.ImapServer server, ImapPeer.Network network)
      throws AdminRefused {
    var security =
        switch (server.security()) {
          case TLS -> ImapPeer.Security.TLS;
          case STARTTLS -> ImapPeer.Security.STARTTLS;
          case NONE -> ImapPeer.Security.NONE;
        };
    var file = server.authorities();
    try {
      List<X509Certificate> more = file == null ? List.of() : KeyFiles.certificates(path(file));
      var authorities = Authorities.ofThisMachineAnd(more);
      return new ImapPeer(server.host(), server.port(), security, authorities, network);
    } catch (TlsException e) {
      throw new AdminRefused(String.valueOf(e.getMessage()));
    }
  }

  private static ImapLogin login(MailRequest.ImapLoginOf login) {
    var style =
        switch (login.style()) {
          case STAR -> ImapLogin.MasterStyle.STAR;
          case AUTHZID -> ImapLogin.MasterStyle.AUTHZID;
        };
    return new ImapLogin(login.user(), login.password(), login.master(), style);
  }

  private static FileImport files(MailRequest.ImportFiles request) throws AdminRefused {
    var path = path(request.path());
    var into = into(request.into());
    var quoting =
        switch (request.fromLines()) {
          case QUOTED -> FileImport.FromQuoting.QUOTED;
          case PLAIN -> FileImport.FromQuoting.AS_IT_IS;
        };
    return switch (request.kind()) {
      case MAILDIR -> new FileImport.Maildir(path);
      case MBOX -> new FileImport.Mbox(path, into, quoting);
      case EML -> new FileImport.Eml(path, into);
      case ZIP -> new FileImport.Zip(path, into, quoting);
    };
  }

  private static Path path(String text) throws AdminRefused {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new AdminRefused(text + " is no path: " + e.getReason() + ".");
    }
  }

  private static @Nullable MailboxPath into(@Nullable String text) throws AdminRefused {
    try {
      return text == null ? null : new MailboxPath(text);
    } catch (IllegalArgumentException e) {
      throw new AdminRefused(text + ": " + e.getMessage() + ".");
    }
  }

  private static Transferred answer(TransferReport report) {
    return new Transferred(
        report.imported(),
        report.known(),
        report.updated(),
        report.failed(),
        faults(report.faults()),
        faults(report.notes()));
  }

  private static List<TransferFault> faults(List<TransferReport.Fault> faults) {
    return faults.stream().map(each -> new TransferFault(each.file(), each.reason())).toList();
  }
}
