package org.posthorn.servers.smtp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.AddressList;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.EnvelopeAddress;
import org.posthorn.wire.smtp.Reply;

/// Whether a user writes in the name of somebody else here: From is what people see (RFC 5322
/// §3.6.2), so it gets the same check as the reverse-path. Addresses elsewhere are his affair.
final class AuthorStep {

  private AuthorStep() {}

  /// Null for a message that is taken.
  static @Nullable Reply refusal(SmtpSession session, Content content) throws IOException {
    var account = session.account();
    if (account == null) return null;
    for (var from : content.fields().values("From"))
      for (var author : AddressList.parse(from))
        if (isOfSomebodyElse(session, account.id(), author)) return Replies.NOT_YOUR_NAME;
    return null;
  }

  private static boolean isOfSomebodyElse(
      SmtpSession session, AccountId account, EnvelopeAddress author) {
    if (author.mailbox() == null || author.host() == null) return false;
    var directory = session.services().directory();
    try {
      var address = EmailAddress.parse(author.mailbox() + "@" + author.host());
      return directory.isOurs(address.domain()) && !directory.maySendAs(account, address);
    } catch (AddressException _) {
      // What is no address is nobody's here.
      return false;
    }
  }
}
