package org.posthorn.app;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.DirectoryAnswer.AddressVerdict;
import org.posthorn.domain.delivery.Delivery;
import org.posthorn.domain.delivery.RecipientVerdict;
import org.posthorn.domain.delivery.Sender;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.Resolution;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;
import org.posthorn.wire.mailauth.Srs;
import org.posthorn.wire.smtp.ReversePath;

/// Asks the very code that answers RCPT what it would say.
final class AddressTest {
  private static final Sender NOBODY = Sender.stranger(new ReversePath.Null());

  /// Nobody has such an address.
  private static final Sender STRANGER =
      Sender.stranger(
          new ReversePath.Mailbox(
              new EmailAddress(new Localpart("somebody"), new DomainName("elsewhere.invalid"))));

  private final Directory directory;
  private final Delivery delivery;

  AddressTest(Store store) {
    directory = store.directory();
    delivery = store.delivery();
  }

  AddressVerdict test(DirectoryRequest.TestAddress request) throws AdminRefused {
    var address = Words.address(request.address());
    return switch (delivery.recipient(
        address, sender(request.from(), address), Delivery.UNKNOWN_SIZE)) {
      case RecipientVerdict.Accept(var recipient, var steps) ->
          new AddressVerdict(
              address.toString(),
              "accept",
              null,
              accounts(directory.resolve(recipient.address())),
              steps);
      case RecipientVerdict.Refuse(var reason, var steps) ->
          new AddressVerdict(
              address.toString(),
              reason.isTemporary() ? "later" : "refuse",
              ConfigValues.word(reason),
              List.of(),
              steps);
    };
  }

  /// Without a word a stranger; at an address that takes reports, whoever sends those.
  private Sender sender(@Nullable String from, EmailAddress to) throws AdminRefused {
    if (from == null && Srs.isRewritten(to.localpart())) return NOBODY;
    if (from == null) return STRANGER;
    if (from.equals("<>")) return NOBODY;
    var address = Words.address(from);
    var path = new ReversePath.Mailbox(address);
    var account = directory.accounts().find(address);
    return account == null ? Sender.stranger(path) : Sender.user(path, account);
  }

  private static List<String> accounts(Resolution resolution) {
    if (!(resolution instanceof Resolution.Found found)) return List.of();
    return Stream.concat(
            found.accounts().stream().map(Resolution.Recipient::account),
            found.lists().stream().flatMap(list -> list.members().accounts().stream()))
        .map(account -> account.address().toString())
        .distinct()
        .toList();
  }
}
