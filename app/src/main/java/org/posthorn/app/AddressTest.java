package org.posthorn.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.AddressVerdict;
import org.posthorn.domain.delivery.Client;
import org.posthorn.domain.delivery.Delivery;
import org.posthorn.domain.delivery.RecipientVerdict;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.Resolution;

/// Asks the very code that answers RCPT what it would say.
final class AddressTest {
  private final Directory directory;
  private final Delivery delivery;

  AddressTest(Store store) {
    directory = store.directory();
    delivery = store.delivery();
  }

  AddressVerdict test(AdminRequest.TestAddress request) throws AdminRefused {
    var address = Words.address(request.address());
    return switch (delivery.recipient(address, client(request.from()), Delivery.UNKNOWN_SIZE)) {
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

  private Client client(@Nullable String from) throws AdminRefused {
    if (from == null) return Client.ANYBODY;
    var account = directory.accounts().find(Words.address(from));
    return account == null ? Client.ANYBODY : Client.LOGGED_IN;
  }

  private static List<String> accounts(Resolution resolution) {
    if (!(resolution instanceof Resolution.Found found)) return List.of();
    return found.accounts().stream()
        .map(recipient -> recipient.account().address().toString())
        .toList();
  }
}
