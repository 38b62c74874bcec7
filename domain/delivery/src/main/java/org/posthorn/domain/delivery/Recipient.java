package org.posthorn.domain.delivery;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.Notify;
import org.posthorn.wire.smtp.OriginalRecipient;

/// A recipient that was accepted: the address as it was given, the accounts that get the message,
/// the addresses elsewhere that it goes to, and lists. Only [Delivery#recipient] makes them.
public final class Recipient {

  private final EmailAddress address;
  private final List<Account> accounts;
  private final List<Onward> elsewhere;
  private final List<Post> posts;
  private final Reporting reporting;
  private final Room room;

  /// Whether quotas count.
  enum Room {
    AS_THE_QUOTA_SAYS,
    /// It was accepted before, and is stored however full the mailbox is.
    IN_ANY_CASE
  }

  /// What the sender wants to hear (RFC 3461 §4.1, §4.2).
  public record Reporting(@Nullable Notify notifyOn, @Nullable OriginalRecipient original) {
    public static final Reporting UNSAID = new Reporting(null, null);
  }

  Recipient(EmailAddress address, List<Account> accounts, List<Onward> elsewhere) {
    this(address, accounts, elsewhere, List.of());
  }

  Recipient(
      EmailAddress address, List<Account> accounts, List<Onward> elsewhere, List<Post> posts) {
    this(address, accounts, elsewhere, posts, Reporting.UNSAID, Room.AS_THE_QUOTA_SAYS);
  }

  private Recipient(
      EmailAddress address,
      List<Account> accounts,
      List<Onward> elsewhere,
      List<Post> posts,
      Reporting reporting,
      Room room) {
    this.address = address;
    this.accounts = List.copyOf(accounts);
    this.elsewhere = List.copyOf(elsewhere);
    this.posts = List.copyOf(posts);
    this.reporting = reporting;
    this.room = room;
  }

  /// The same with what its sender wants to hear about it.
  public Recipient reporting(Reporting wanted) {
    return new Recipient(address, accounts, elsewhere, posts, wanted, room);
  }

  /// The same for what was accepted before.
  Recipient inAnyCase() {
    return new Recipient(address, accounts, elsewhere, posts, reporting, Room.IN_ANY_CASE);
  }

  /// The same with what its filters add: accounts and addresses elsewhere that it is sent on to.
  Recipient and(List<Account> moreAccounts, List<Onward> moreElsewhere, List<Post> morePosts) {
    return new Recipient(
        address,
        Stream.concat(accounts.stream(), moreAccounts.stream()).toList(),
        Stream.concat(elsewhere.stream(), moreElsewhere.stream()).toList(),
        Stream.concat(posts.stream(), morePosts.stream()).toList(),
        reporting,
        room);
  }

  /// The mail of one of its accounts.
  MailAccount mail(Account account) {
    return switch (room) {
      case AS_THE_QUOTA_SAYS -> MailAccount.of(account);
      case IN_ANY_CASE -> MailAccount.of(account).withoutLimit();
    };
  }

  public EmailAddress address() {
    return address;
  }

  /// Whether a mailbox of ours gets the message.
  public boolean isHere() {
    return !accounts.isEmpty();
  }

  /// Whether the message leaves, perhaps by a list.
  public boolean isElsewhere() {
    return !elsewhere.isEmpty();
  }

  /// Whether a mailbox of ours gets the message, perhaps by a list.
  public boolean staysHere() {
    return isHere() || posts.stream().anyMatch(post -> !post.accounts().isEmpty());
  }

  /// The addresses of all who get the message: of accounts here, and those elsewhere.
  public Stream<EmailAddress> reached() {
    var members = posts.stream().flatMap(post -> post.accounts().stream());
    return Stream.concat(
        Stream.concat(accounts.stream(), members).map(Account::address),
        elsewhere.stream().map(Onward::address));
  }

  /// Whether it leads to several places, of which its sender knows nothing: he hears that it was
  /// expanded, and not of each (RFC 3461 §5.2.7.3).
  boolean isExpanded() {
    long members =
        elsewhere.stream().filter(onward -> onward.form() instanceof Form.Posted).count();
    return accounts.size() + posts.size() + elsewhere.size() - members > 1;
  }

  List<Account> accounts() {
    return accounts;
  }

  List<Onward> elsewhere() {
    return elsewhere;
  }

  /// The lists that get the message, and send it to their members.
  List<Post> posts() {
    return posts;
  }

  Reporting reporting() {
    return reporting;
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
