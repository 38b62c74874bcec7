package org.posthorn.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.posthorn.app.MailAnswer.TransferFault;
import org.posthorn.app.MailAnswer.Transferred;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.transfer.Transfer;
import org.posthorn.domain.transfer.TransferRefused;
import org.posthorn.domain.transfer.TransferReport;

/// Mail that is brought here from other servers' files.
final class TransferAdministration {
  private final Transfer transfer;
  private final AccountAdministration accounts;

  TransferAdministration(Store store, AccountAdministration accounts) {
    this.transfer = new Transfer(store.storage(), store.mail());
    this.accounts = accounts;
  }

  Transferred importMaildir(MailRequest.ImportMaildir request, Progress progress)
      throws AdminRefused {
    var account = MailAccount.of(accounts.find(request.account()));
    try {
      var folder = Path.of(request.folder());
      return answer(
          transfer.importMaildir(account, folder, (done, of) -> progress.at(done, of, "messages")));
    } catch (InvalidPathException e) {
      throw new AdminRefused(request.folder() + " is no path: " + e.getReason() + ".");
    } catch (TransferRefused e) {
      throw new AdminRefused(String.valueOf(e.getMessage()));
    }
  }

  private static Transferred answer(TransferReport report) {
    return new Transferred(
        report.imported(),
        report.known(),
        report.failed(),
        faults(report.faults()),
        faults(report.notes()));
  }

  private static List<TransferFault> faults(List<TransferReport.Fault> faults) {
    return faults.stream().map(each -> new TransferFault(each.file(), each.reason())).toList();
  }
}
