package org.posthorn.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.DirectoryAnswer.OneShared;
import org.posthorn.app.DirectoryAnswer.SharedMember;
import org.posthorn.app.DirectoryAnswer.SharedPage;
import org.posthorn.app.DirectoryRequest.SharedChange;
import org.posthorn.domain.directory.AccountSettings;
import org.posthorn.domain.directory.Accounts;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.ListQuery;
import org.posthorn.domain.directory.Quota;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.SharedMailbox;
import org.posthorn.domain.directory.SharedMailbox.Seen;
import org.posthorn.domain.directory.SharedMailboxResult;
import org.posthorn.domain.directory.SharedMailboxes;
import org.posthorn.domain.directory.SharedMailboxes.Content;
import org.posthorn.domain.directory.SharedMailboxes.Content.Wanted;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.Mailboxes;
import org.posthorn.domain.sharing.Sharing;
import org.posthorn.wire.mail.EmailAddress;

/// Mailboxes that several people use: added, listed, and their members.
final class SharedAdministration {
  private final SharedMailboxes shared;
  private final Accounts accounts;
  private final Mailboxes mailboxes;
  private final Sharing sharing;
  private final Actor actor;

  SharedAdministration(Store store, Actor actor) {
    this.shared = store.directory().shared();
    this.accounts = store.directory().accounts();
    this.mailboxes = store.mail().mailboxes();
    this.sharing = new Sharing(store.directory(), store.mail());
    this.actor = actor;
  }

  OneShared add(DirectoryRequest.AddShared request) throws AdminRefused {
    var quota = request.quota();
    var limit = quota == null ? Quota.NONE : new Quota(Words.quotaBytes(quota), 0);
    var name = request.name() == null ? "" : request.name();
    var settings = new AccountSettings(name, true, limit, Set.of());
    var content = new Members(new Content(Seen.SHARED, List.of())).changed(request.change());
    var made = done(shared.add(actor, Words.address(request.address()), settings, content));
    mailboxes.open(MailAccount.of(made.account()));
    return answer(made);
  }

  OneShared change(DirectoryRequest.ChangeShared request) throws AdminRefused {
    var address = Words.address(request.address());
    var before = shared.find(address);
    if (before == null) throw new AdminRefused("There is no shared mailbox " + address + ".");
    var content = new Members(Content.of(before)).changed(request.change());
    var after = done(shared.change(actor, address, _ -> content));
    for (var gone : Words.addresses(request.change().less())) leaves(after, gone);
    return answer(after);
  }

  /// Who is taken out keeps nothing that an ACL editor gave him; also when an attempt before was
  /// cut short after he was no member any more.
  private void leaves(SharedMailbox mailbox, EmailAddress address) {
    var account = accounts.find(address);
    if (account == null) return;
    boolean stays = mailbox.members().stream().anyMatch(m -> m.account().equals(account.id()));
    if (!stays) sharing.leaves(MailAccount.of(mailbox.account()), account.id());
  }

  SharedPage list(DirectoryRequest.ListShared request) throws AdminRefused {
    var query =
        new ListQuery(
            Words.optionalDomain(request.domain()), request.text(), null, ListQuery.MAX_LIMIT);
    return new SharedPage(shared.list(query).stream().map(SharedAdministration::answer).toList());
  }

  /// Members in the making, by the keys of their addresses.
  private static final class Members {
    private final Seen seen;
    private final Map<String, Wanted> all = new LinkedHashMap<>();

    Members(Content content) {
      seen = content.seen();
      for (var member : content.members()) all.put(member.address().key(), member);
    }

    Content changed(SharedChange change) throws AdminRefused {
      for (var text : change.more()) add(text);
      for (var address : Words.addresses(change.less())) all.remove(address.key());
      for (var text : change.senders()) sendAs(text, true);
      for (var text : change.silenced()) sendAs(text, false);
      var whose = change.seen();
      return new Content(whose == null ? seen : seen(whose), new ArrayList<>(all.values()));
    }

    private void add(String text) throws AdminRefused {
      int end = text.lastIndexOf('=');
      var address = Words.address(end < 0 ? text : text.substring(0, end));
      var rights = end < 0 ? Rights.MEMBER : rights(text.substring(end + 1));
      var before = all.get(address.key());
      boolean sends = before != null && before.sendAs();
      all.put(address.key(), new Wanted(address, rights, sends));
    }

    private void sendAs(String text, boolean may) throws AdminRefused {
      var address = Words.address(text);
      var member = all.get(address.key());
      if (member == null)
        throw new AdminRefused(
            address + " is no member; add him first, or in the same command with --add.");
      all.put(address.key(), new Wanted(member.address(), member.rights(), may));
    }

    private static Rights rights(String word) throws AdminRefused {
      @Nullable Rights rights =
          switch (word) {
            case "full" -> Rights.MEMBER;
            case "read" -> Rights.READER;
            case "all" -> Rights.ALL;
            default -> Rights.parse(word);
          };
      if (rights == null)
        throw new AdminRefused(
            "\"%s\" are no rights: they are full, read, all, or letters of lrswipkxtea."
                .formatted(word));
      return rights;
    }

    private static Seen seen(String word) throws AdminRefused {
      return switch (word) {
        case "shared" -> Seen.SHARED;
        case "private" -> Seen.PRIVATE;
        default -> throw new AdminRefused("--seen is shared or private, not \"" + word + "\".");
      };
    }
  }

  private static SharedMailbox done(SharedMailboxResult result) throws AdminRefused {
    return switch (result) {
      case SharedMailboxResult.Done(var mailbox) -> mailbox;
      case SharedMailboxResult refused -> throw new AdminRefused(Words.sentence(refused.inWords()));
    };
  }

  private static OneShared answer(SharedMailbox mailbox) {
    var account = mailbox.account();
    var members = new ArrayList<SharedMember>();
    for (var member : mailbox.members())
      members.add(
          new SharedMember(member.address().toString(), member.rights().text(), member.sendAs()));
    return new OneShared(
        account.address().toString(),
        account.settings().displayName(),
        account.enabled(),
        ConfigValues.word(mailbox.seen()),
        members);
  }
}
