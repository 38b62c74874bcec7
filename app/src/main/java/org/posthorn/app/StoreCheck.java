package org.posthorn.app;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.posthorn.app.MailAnswer.CheckReport;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.ListQuery;
import org.posthorn.domain.fragment.FragmentConsistency;
import org.posthorn.domain.mailbox.Consistency;
import org.posthorn.domain.mailbox.Detail;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MessageRow;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.domain.queue.QueueConsistency;
import org.posthorn.platform.storage.BlobReader;
import org.posthorn.platform.storage.StorageException;

/// Looks for damage, beside a running server too.
final class StoreCheck {
  private static final int ACCOUNTS_AT_A_TIME = 1_000;
  private static final int ROWS_AT_A_TIME = 500;

  /// More is noise, and an answer has to fit a line.
  private static final int MOST_FAULTS = 1_000;

  private final Store store;

  StoreCheck(Store store) {
    this.store = store;
  }

  CheckReport run(MailRequest.CheckStore request, Progress progress) {
    return new Run(request.full(), progress).report();
  }

  private final class Run {
    private final boolean full;
    private final Progress progress;
    private final List<String> faults = new ArrayList<>();
    private long accounts;
    private long messages;

    Run(boolean full, Progress progress) {
      this.full = full;
      this.progress = progress;
    }

    CheckReport report() {
      for (var id : store.storage().partitions()) {
        var partition = store.storage().partition(id);
        for (var fault : Consistency.faults(partition)) fault(id + ": " + fault);
        for (var fault : QueueConsistency.faults(partition)) fault(id + ": " + fault);
        for (var fault : FragmentConsistency.faults(partition)) fault(id + ": " + fault);
      }
      var query = ListQuery.all(ACCOUNTS_AT_A_TIME);
      var page = store.directory().accounts().list(query);
      while (!page.isEmpty()) {
        page.forEach(this::account);
        query = query.startingAfter(page.getLast().address());
        page = store.directory().accounts().list(query);
      }
      return new CheckReport(accounts, messages, faults);
    }

    private void fault(String text) {
      if (faults.size() < MOST_FAULTS) faults.add(text);
    }

    private void account(Account account) {
      var mail = MailAccount.of(account);
      for (var mailbox : store.mail().mailboxes().all(mail)) {
        if (full) mailbox(account, new Where(mail, mailbox.id()), mailbox.path().text());
        else messages += mailbox.messages();
      }
      progress.at(++accounts, 0, "accounts, %,d messages".formatted(messages));
    }

    private void mailbox(Account account, Where where, String path) {
      var snapshot = store.mail().messages().snapshot(where);
      if (snapshot == null) return; // removed meanwhile
      for (int from = 0; from < snapshot.size(); from += ROWS_AT_A_TIME) {
        int end = Math.min(snapshot.size(), from + ROWS_AT_A_TIME);
        var uids = Uids.ofSorted(IntStream.range(from, end).map(snapshot::uid).toArray());
        var rows = store.mail().messages().rows(where, uids, Detail.FACTS);
        var bodies = store.mail().messages().bodies(where.account(), rows);
        for (var row : rows) {
          messages++;
          read(bodies, where, row, "%s, %s, UID %d".formatted(account.address(), path, row.uid()));
        }
        progress.at(accounts, 0, "accounts, %,d messages".formatted(messages));
      }
    }

    private void read(BlobReader bodies, Where where, MessageRow row, String name) {
      try (var bytes = bodies.open(row.blob(), 0)) {
        long size = bytes.transferTo(OutputStream.nullOutputStream());
        if (size != row.size())
          fault("%s: has %d octets instead of %d".formatted(name, size, row.size()));
      } catch (IOException | StorageException e) {
        if (isThere(where, row)) fault(name + ": " + e.getMessage());
      }
    }

    /// A message that somebody has expunged while we looked is no fault.
    private boolean isThere(Where where, MessageRow row) {
      var uid = Uids.ofSorted(new int[] {row.uid()});
      return !store.mail().messages().rows(where, uid, Detail.FACTS).isEmpty();
    }
  }
}
