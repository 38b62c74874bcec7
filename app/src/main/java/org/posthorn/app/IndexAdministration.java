package org.posthorn.app;

import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.MailAnswer.IndexState;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.ListQuery;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.search.IndexStatus;

/// The full-text index of the mail.
final class IndexAdministration {
  private final Store store;
  private final AccountAdministration accounts;

  IndexAdministration(Store store, AccountAdministration accounts) {
    this.store = store;
    this.accounts = accounts;
  }

  IndexState status(MailRequest.ShowIndex request) throws AdminRefused {
    var account = request.account();
    var status =
        account == null ? ofAll() : store.index().status(MailAccount.of(accounts.find(account)));
    return new IndexState(status.emails(), status.waiting(), status.octets(), status.segments());
  }

  private IndexStatus ofAll() {
    var all = new IndexStatus(0, 0, 0, 0);
    for (var partition : store.storage().partitions())
      all = all.plus(store.index().status(partition));
    return all;
  }

  Done rebuild(MailRequest.RebuildIndex request) throws AdminRefused {
    var account = request.account();
    long emails = account == null ? rebuildAll() : rebuild(accounts.find(account));
    return new Done(
        "%,d messages are indexed anew; searches find everything meanwhile, but not as fast"
            .formatted(emails));
  }

  private long rebuildAll() {
    long emails = 0;
    var query = new ListQuery(null, null, null, ListQuery.MAX_LIMIT);
    while (true) {
      var page = store.directory().accounts().list(query);
      for (var account : page) emails += rebuild(account);
      if (page.size() < ListQuery.MAX_LIMIT) return emails;
      query = new ListQuery(null, null, page.getLast().address(), ListQuery.MAX_LIMIT);
    }
  }

  private long rebuild(Account account) {
    return store.index().rebuild(MailAccount.of(account));
  }
}
