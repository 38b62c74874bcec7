package org.posthorn.app;

import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.AdminRequest.ActivateDkimKey;
import org.posthorn.app.AdminRequest.ActivateScript;
import org.posthorn.app.AdminRequest.AddAccount;
import org.posthorn.app.AdminRequest.AddAlias;
import org.posthorn.app.AdminRequest.AddDkimKey;
import org.posthorn.app.AdminRequest.AddDomain;
import org.posthorn.app.AdminRequest.AddJournalRule;
import org.posthorn.app.AdminRequest.AddList;
import org.posthorn.app.AdminRequest.AddShared;
import org.posthorn.app.AdminRequest.AddSuppression;
import org.posthorn.app.AdminRequest.ChangeAccount;
import org.posthorn.app.AdminRequest.ChangeAlias;
import org.posthorn.app.AdminRequest.ChangeDomain;
import org.posthorn.app.AdminRequest.ChangeList;
import org.posthorn.app.AdminRequest.ChangeListMembers;
import org.posthorn.app.AdminRequest.ChangeShared;
import org.posthorn.app.AdminRequest.CheckScript;
import org.posthorn.app.AdminRequest.CheckStore;
import org.posthorn.app.AdminRequest.ExplainMessage;
import org.posthorn.app.AdminRequest.FindMessages;
import org.posthorn.app.AdminRequest.ImportAccounts;
import org.posthorn.app.AdminRequest.ImportMaildir;
import org.posthorn.app.AdminRequest.ListAccounts;
import org.posthorn.app.AdminRequest.ListAliases;
import org.posthorn.app.AdminRequest.ListDeleted;
import org.posthorn.app.AdminRequest.ListDisclaimers;
import org.posthorn.app.AdminRequest.ListDkimKeys;
import org.posthorn.app.AdminRequest.ListDomains;
import org.posthorn.app.AdminRequest.ListFeedback;
import org.posthorn.app.AdminRequest.ListJournalRules;
import org.posthorn.app.AdminRequest.ListLists;
import org.posthorn.app.AdminRequest.ListReceived;
import org.posthorn.app.AdminRequest.ListScripts;
import org.posthorn.app.AdminRequest.ListShared;
import org.posthorn.app.AdminRequest.ListSuppressions;
import org.posthorn.app.AdminRequest.OfMessages;
import org.posthorn.app.AdminRequest.PutScript;
import org.posthorn.app.AdminRequest.RebuildIndex;
import org.posthorn.app.AdminRequest.RemoveAccount;
import org.posthorn.app.AdminRequest.RemoveAlias;
import org.posthorn.app.AdminRequest.RemoveDisclaimer;
import org.posthorn.app.AdminRequest.RemoveDkimKey;
import org.posthorn.app.AdminRequest.RemoveDomain;
import org.posthorn.app.AdminRequest.RemoveJournalRule;
import org.posthorn.app.AdminRequest.RemoveList;
import org.posthorn.app.AdminRequest.RemoveScript;
import org.posthorn.app.AdminRequest.RemoveSuppression;
import org.posthorn.app.AdminRequest.RestoreMessages;
import org.posthorn.app.AdminRequest.RetireDkimKey;
import org.posthorn.app.AdminRequest.RotateDkimKeys;
import org.posthorn.app.AdminRequest.RotateForwarding;
import org.posthorn.app.AdminRequest.SetDisclaimer;
import org.posthorn.app.AdminRequest.ShowFeedback;
import org.posthorn.app.AdminRequest.ShowIndex;
import org.posthorn.app.AdminRequest.ShowScript;
import org.posthorn.app.AdminRequest.SumFeedback;
import org.posthorn.app.AdminRequest.TestAddress;
import org.posthorn.app.AdminRequest.TestScript;
import org.posthorn.app.AdminRequest.TraceMessage;
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
      case SetDisclaimer r -> content.set(r);
      case ListDisclaimers _ -> content.list();
      case RemoveDisclaimer r -> content.remove(r);
      case AddJournalRule r -> journals.add(r);
      case ListJournalRules _ -> journals.list();
      case RemoveJournalRule r -> journals.remove(r);
      case ShowIndex r -> index.status(r);
      case RebuildIndex r -> index.rebuild(r);
      case ExplainMessage r -> content.explain(r);
      case ListScripts r -> sieve.list(r);
      case ShowScript r -> sieve.show(r);
      case PutScript r -> sieve.put(r);
      case ActivateScript r -> sieve.activate(r);
      case RemoveScript r -> sieve.remove(r);
      case CheckScript r -> sieve.check(r);
      case TestScript r -> sieve.test(r);
      case RotateForwarding _ -> forwarding();
      case AddDkimKey r -> dkim.add(r);
      case RotateDkimKeys r -> dkim.rotate(r);
      case ListDkimKeys r -> dkim.list(r);
      case ActivateDkimKey r -> dkim.activate(r);
      case RetireDkimKey r -> dkim.retire(r);
      case RemoveDkimKey r -> dkim.remove(r);
      case TestAddress r -> addresses.test(r);
      case CheckStore r -> check.run(r, progress);
      case ImportMaildir r -> transfer.importMaildir(r, progress);
      case AddSuppression r -> suppressions.add(r);
      case ListSuppressions _ -> suppressions.list();
      case RemoveSuppression r -> suppressions.remove(r);
      case OfMessages<?> r -> ofMessages(r);
      case ListFeedback r -> feedback.list(r);
      case ShowFeedback r -> feedback.show(r);
      case SumFeedback r -> feedback.sums(r);
      case ListReceived r -> feedback.received(r);
    };
  }

  private AdminAnswer ofMessages(OfMessages<?> request) throws AdminRefused {
    return switch (request) {
      case TraceMessage r -> stories.trace(r);
      case FindMessages r -> stories.find(r);
      case ListDeleted r -> deleted.list(r);
      case RestoreMessages r -> deleted.restore(r);
    };
  }

  private Done forwarding() {
    senders.rotate(actor);
    return new Done("a new secret signs from now on");
  }
}
