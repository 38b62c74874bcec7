package org.posthorn.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.app.DirectoryAnswer.OneAccount;
import org.posthorn.app.DirectoryRequest.AccountChange;
import org.posthorn.app.DirectoryRequest.Password;
import org.posthorn.app.DirectoryRequest.PasswordKind;
import org.posthorn.domain.delivery.Delivered;
import org.posthorn.domain.delivery.Delivery;
import org.posthorn.domain.delivery.Envelope;
import org.posthorn.domain.delivery.Handover;
import org.posthorn.domain.delivery.Original;
import org.posthorn.domain.delivery.Placement;
import org.posthorn.domain.delivery.RecipientVerdict;
import org.posthorn.domain.delivery.Sender;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.queue.NewMail;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.smtp.ReversePath;

/// What `quickstart` makes: a domain, Alice who administers it, Bob, and a message for each.
final class FirstAccounts {
  private final Store store;
  private final StoreAdministration administration;

  FirstAccounts(Store store) {
    this.store = store;
    this.administration = new StoreAdministration(store, new Actor("quickstart"));
  }

  /// Makes what is missing; every account that comes back has a new password.
  List<OneAccount> make(DomainName domain) throws AdminRefused, IOException {
    if (store.directory().domains().find(domain) == null)
      ask(new DirectoryRequest.AddDomain(domain.text(), null));
    var made = new ArrayList<OneAccount>();
    made.add(make("alice@" + domain, "Alice", true));
    made.add(make("bob@" + domain, "Bob", false));
    var alice = made.getFirst().address();
    ask(new DirectoryRequest.ChangeDomain(domain.text(), null, null, null, alice));
    for (var account : made) if (account.usedMessages() == 0) welcome(account, domain);
    return made;
  }

  private OneAccount make(String address, String name, boolean admin) throws AdminRefused {
    var password = new Password(PasswordKind.GENERATED, "");
    var settings = new AccountChange(name, true, admin, null, null, null, password);
    return store.directory().accounts().find(Words.address(address)) == null
        ? ask(new DirectoryRequest.AddAccount(address, settings))
        : ask(new DirectoryRequest.ChangeAccount(address, null, settings));
  }

  private <R extends AdminAnswer> R ask(AdminRequest.OfStore<R> request) throws AdminRefused {
    return administration.answer(request, Progress.SILENT);
  }

  /// Goes the way that all mail goes, but for the network.
  private void welcome(OneAccount account, DomainName domain) throws AdminRefused, IOException {
    var now = store.clock().instant();
    var text = WelcomeMail.to(account, domain, now);
    var address = Words.address(account.address());
    var verdict =
        store
            .delivery()
            .recipient(address, Sender.stranger(new ReversePath.Null()), Delivery.UNKNOWN_SIZE);
    if (!(verdict instanceof RecipientVerdict.Accept(var recipient, var _)))
      throw new AdminRefused("The welcome message is refused: " + verdict);
    try (var spool = store.storage().spool(text.length)) {
      spool.write(text);
      var envelope =
          Envelope.ofServer(
              store.ids().next(), NewMail.Timing.of(now), "the welcome message of quickstart");
      deliver(new Handover(envelope, List.of(recipient), original(spool), Placement.INBOX));
    }
  }

  /// It goes nowhere but into a mailbox of ours.
  private Original original(Spool spool) {
    return new Original(spool, 0, Original.Seals.NONE, () -> store.storage().spool(spool.size()));
  }

  private void deliver(Handover handover) throws AdminRefused, IOException {
    for (var delivered : store.delivery().deliverTogether(handover))
      if (delivered instanceof Delivered.Refused(var reason))
        throw new AdminRefused("The welcome message is refused: " + reason);
  }
}
