package org.posthorn.app;

import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.ContentRequest.AddJournalRule;
import org.posthorn.app.ContentRequest.ExplainMessage;
import org.posthorn.app.ContentRequest.ListDisclaimers;
import org.posthorn.app.ContentRequest.ListJournalRules;
import org.posthorn.app.ContentRequest.RemoveDisclaimer;
import org.posthorn.app.ContentRequest.RemoveJournalRule;
import org.posthorn.app.ContentRequest.SetDisclaimer;
import org.posthorn.app.DirectoryRequest.AddAccount;
import org.posthorn.app.DirectoryRequest.AddAlias;
import org.posthorn.app.DirectoryRequest.AddDomain;
import org.posthorn.app.DirectoryRequest.AddList;
import org.posthorn.app.DirectoryRequest.AddShared;
import org.posthorn.app.DirectoryRequest.ChangeAccount;
import org.posthorn.app.DirectoryRequest.ChangeAlias;
import org.posthorn.app.DirectoryRequest.ChangeDomain;
import org.posthorn.app.DirectoryRequest.ChangeList;
import org.posthorn.app.DirectoryRequest.ChangeListMembers;
import org.posthorn.app.DirectoryRequest.ChangeShared;
import org.posthorn.app.DirectoryRequest.ImportAccounts;
import org.posthorn.app.DirectoryRequest.ListAccounts;
import org.posthorn.app.DirectoryRequest.ListAliases;
import org.posthorn.app.DirectoryRequest.ListDomains;
import org.posthorn.app.DirectoryRequest.ListLists;
import org.posthorn.app.DirectoryRequest.ListShared;
import org.posthorn.app.DirectoryRequest.RemoveAccount;
import org.posthorn.app.DirectoryRequest.RemoveAlias;
import org.posthorn.app.DirectoryRequest.RemoveDomain;
import org.posthorn.app.DirectoryRequest.RemoveList;
import org.posthorn.app.DirectoryRequest.RotateForwarding;
import org.posthorn.app.DirectoryRequest.TestAddress;
import org.posthorn.app.DkimRequest.ActivateDkimKey;
import org.posthorn.app.DkimRequest.AddDkimKey;
import org.posthorn.app.DkimRequest.ListDkimKeys;
import org.posthorn.app.DkimRequest.RemoveDkimKey;
import org.posthorn.app.DkimRequest.RetireDkimKey;
import org.posthorn.app.DkimRequest.RotateDkimKeys;
import org.posthorn.app.FeedbackRequest.AddSuppression;
import org.posthorn.app.FeedbackRequest.ListFeedback;
import org.posthorn.app.FeedbackRequest.ListReceived;
import org.posthorn.app.FeedbackRequest.ListSuppressions;
import org.posthorn.app.FeedbackRequest.RemoveSuppression;
import org.posthorn.app.FeedbackRequest.ShowFeedback;
import org.posthorn.app.FeedbackRequest.SumFeedback;
import org.posthorn.app.MailRequest.CheckStore;
import org.posthorn.app.MailRequest.ExportFiles;
import org.posthorn.app.MailRequest.FindMessages;
import org.posthorn.app.MailRequest.ImportFiles;
import org.posthorn.app.MailRequest.ImportImap;
import org.posthorn.app.MailRequest.ListDeleted;
import org.posthorn.app.MailRequest.RebuildIndex;
import org.posthorn.app.MailRequest.RestoreMessages;
import org.posthorn.app.MailRequest.ShowIndex;
import org.posthorn.app.MailRequest.TraceMessage;
import org.posthorn.app.ScriptRequest.ActivateScript;
import org.posthorn.app.ScriptRequest.CheckScript;
import org.posthorn.app.ScriptRequest.ListScripts;
import org.posthorn.app.ScriptRequest.PutScript;
import org.posthorn.app.ScriptRequest.RemoveScript;
import org.posthorn.app.ScriptRequest.ShowScript;
import org.posthorn.app.ScriptRequest.TestScript;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.SenderRewriting;
import org.posthorn.platform.storage.StorageException;

/// Carries out what is asked about the store, in this process. Any thread may call.
final class StoreAdministration {
  private final DomainAdministration domains;
  private final AccountAdministration accounts;
  private final AliasAdministration aliases;
  private final ListAdministration lists;
  private final SharedAdministration shared;
  private final ContentAdministration content;
  private final JournalAdministration journals;
  private final DkimAdministration dkim;
  private final AddressTest addresses;
  private final SuppressionAdministration suppressions;
  private final MessageStories stories;
  private final DeletedAdministration deleted;
  private final FeedbackAdministration feedback;
  private final SieveAdministration sieve;
  private final StoreCheck check;
  private final TransferAdministration transfer;
  private final IndexAdministration index;
  private final SenderRewriting senders;
  private final Actor actor;

  /// @param actor who asks, for the audit log
  StoreAdministration(Store store, Actor actor) {
    accounts = new AccountAdministration(store, actor);
    domains = new DomainAdministration(store, actor, accounts);
    aliases = new AliasAdministration(store.directory(), actor);
    lists = new ListAdministration(store.directory(), actor);
    shared = new SharedAdministration(store, actor);
    content = new ContentAdministration(store, actor);
    journals = new JournalAdministration(store, actor);
    dkim = new DkimAdministration(store.directory(), store.dns(), store.dns()::forget, actor);
    addresses = new AddressTest(store);
    suppressions = new SuppressionAdministration(store);
    stories = new MessageStories(store);
    deleted = new DeletedAdministration(store, accounts, actor);
    feedback = new FeedbackAdministration(store);
    sieve = new SieveAdministration(store, accounts);
    check = new StoreCheck(store);
    transfer = new TransferAdministration(store, accounts);
    index = new IndexAdministration(store, accounts);
    senders = store.directory().senders();
    this.actor = actor;
  }

  /// @throws AdminRefused when it was not done, with the reason in words
  <R extends AdminAnswer> R answer(AdminRequest.OfStore<R> request, Progress progress)
      throws AdminRefused {
    try {
      return request.answer().cast(dispatch(request, progress));
    } catch (StorageException e) {
      throw new AdminRefused(String.valueOf(e.getMessage()));
    }
  }

  private AdminAnswer dispatch(AdminRequest.OfStore<?> request, Progress progress)
      throws AdminRefused {
    return switch (request) {
      case DirectoryRequest<?> r -> directory(r, progress);
      case ContentRequest<?> r -> content(r);
      case ScriptRequest<?> r -> scripts(r);
      case DkimRequest<?> r -> dkim(r);
      case MailRequest<?> r -> mail(r, progress);
      case FeedbackRequest<?> r -> feedback(r);
    };
  }

  private AdminAnswer directory(DirectoryRequest<?> request, Progress progress)
      throws AdminRefused {
    return switch (request) {
      case AddDomain r -> domains.add(r);
      case ListDomains _ -> domains.list();
      case ChangeDomain r -> domains.change(r);
      case RemoveDomain r -> domains.remove(r, progress);
      case AddAccount r -> accounts.add(r);
      case ListAccounts r -> accounts.list(r);
      case ChangeAccount r -> accounts.change(r);
      case RemoveAccount r -> accounts.remove(r);
      case ImportAccounts r -> accounts.importAll(r);
      case AddAlias r -> aliases.add(r);
      case ListAliases r -> aliases.list(r);
      case ChangeAlias r -> aliases.change(r);
      case RemoveAlias r -> aliases.remove(r);
      case AddList r -> lists.add(r);
      case ChangeList r -> lists.change(r);
      case ListLists r -> lists.list(r);
      case AddShared r -> shared.add(r);
      case ChangeShared r -> shared.change(r);
      case ListShared r -> shared.list(r);
      case ChangeListMembers r -> lists.members(r);
      case RemoveList r -> lists.remove(r);
      case RotateForwarding _ -> forwarding();
      case TestAddress r -> addresses.test(r);
    };
  }

  private AdminAnswer content(ContentRequest<?> request) throws AdminRefused {
    return switch (request) {
      case SetDisclaimer r -> content.set(r);
      case ListDisclaimers _ -> content.list();
      case RemoveDisclaimer r -> content.remove(r);
      case AddJournalRule r -> journals.add(r);
      case ListJournalRules _ -> journals.list();
      case RemoveJournalRule r -> journals.remove(r);
      case ExplainMessage r -> content.explain(r);
    };
  }

  private AdminAnswer scripts(ScriptRequest<?> request) throws AdminRefused {
    return switch (request) {
      case ListScripts r -> sieve.list(r);
      case ShowScript r -> sieve.show(r);
      case PutScript r -> sieve.put(r);
      case ActivateScript r -> sieve.activate(r);
      case RemoveScript r -> sieve.remove(r);
      case CheckScript r -> sieve.check(r);
      case TestScript r -> sieve.test(r);
    };
  }

  private AdminAnswer dkim(DkimRequest<?> request) throws AdminRefused {
    return switch (request) {
      case AddDkimKey r -> dkim.add(r);
      case RotateDkimKeys r -> dkim.rotate(r);
      case ListDkimKeys r -> dkim.list(r);
      case ActivateDkimKey r -> dkim.activate(r);
      case RetireDkimKey r -> dkim.retire(r);
      case RemoveDkimKey r -> dkim.remove(r);
    };
  }

  private AdminAnswer mail(MailRequest<?> request, Progress progress) throws AdminRefused {
    return switch (request) {
      case ShowIndex r -> index.status(r);
      case RebuildIndex r -> index.rebuild(r);
      case CheckStore r -> check.run(r, progress);
      case ImportFiles r -> transfer.importFiles(r, progress);
      case ImportImap r -> transfer.importImap(r, progress);
      case ExportFiles r -> transfer.exportFiles(r, progress);
      case TraceMessage r -> stories.trace(r);
      case FindMessages r -> stories.find(r);
      case ListDeleted r -> deleted.list(r);
      case RestoreMessages r -> deleted.restore(r);
    };
  }

  private AdminAnswer feedback(FeedbackRequest<?> request) throws AdminRefused {
    return switch (request) {
      case AddSuppression r -> suppressions.add(r);
      case ListSuppressions _ -> suppressions.list();
      case RemoveSuppression r -> suppressions.remove(r);
      case ListFeedback r -> feedback.list(r);
      case ShowFeedback r -> feedback.show(r);
      case SumFeedback r -> feedback.sums(r);
      case ListReceived r -> feedback.received(r);
    };
  }

  private Done forwarding() {
    senders.rotate(actor);
    return new Done("a new secret signs from now on");
  }
}
