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
  private final Places places;
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

  /// Where it leads.
  ///
  /// @param passed accounts here that get what a filter has made of the message
  record Places(
      List<Account> accounts, List<Onward> elsewhere, List<Post> posts, List<Passed> passed) {
    Places {
      accounts = List.copyOf(accounts);
      elsewhere = List.copyOf(elsewhere);
      posts = List.copyOf(posts);
      passed = List.copyOf(passed);
    }

    private Places and(Places more) {
      return new Places(
          joined(accounts, more.accounts),
          joined(elsewhere, more.elsewhere),
          joined(posts, more.posts),
          joined(passed, more.passed));
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
      return Stream.concat(some.stream(), more.stream()).toList();
    }
  }

  /// An account that gets the message in the form in which another's filter sends it.
  record Passed(Account account, Form.Redirected form) {}

  Recipient(EmailAddress address, List<Account> accounts, List<Onward> elsewhere) {
    this(address, accounts, elsewhere, List.of());
  }

  Recipient(
      EmailAddress address, List<Account> accounts, List<Onward> elsewhere, List<Post> posts) {
    this(
        address,
        new Places(accounts, elsewhere, posts, List.of()),
        Reporting.UNSAID,
        Room.AS_THE_QUOTA_SAYS);
  }

  private Recipient(EmailAddress address, Places places, Reporting reporting, Room room) {
    this.address = address;
    this.places = places;
    this.reporting = reporting;
    this.room = room;
  }

  /// The same with what its sender wants to hear about it.
  public Recipient reporting(Reporting wanted) {
    return new Recipient(address, places, wanted, room);
  }

  /// The same for what was accepted before.
  Recipient inAnyCase() {
    return new Recipient(address, places, reporting, Room.IN_ANY_CASE);
  }

  /// The same with what its filters add.
  Recipient and(Places more) {
    return new Recipient(address, places.and(more), reporting, room);
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
    return !places.accounts.isEmpty();
  }

  /// Whether the message leaves, perhaps by a list.
  public boolean isElsewhere() {
    return !places.elsewhere.isEmpty();
  }

  /// Whether a mailbox of ours gets the message, perhaps by a list.
  public boolean staysHere() {
    return isHere() || places.posts.stream().anyMatch(post -> !post.accounts().isEmpty());
  }

  /// The addresses of all who get the message: of accounts here, and those elsewhere.
  public Stream<EmailAddress> reached() {
    var members = places.posts.stream().flatMap(post -> post.accounts().stream());
    return Stream.concat(
        Stream.concat(places.accounts.stream(), members).map(Account::address),
        places.elsewhere.stream().map(Onward::address));
  }

  /// Whether it leads to several places, of which its sender knows nothing: he hears that it was
  /// expanded, and not of each (RFC 3461 §5.2.7.3).
  boolean isExpanded() {
    long members =
        places.elsewhere.stream().filter(onward -> onward.form() instanceof Form.Posted).count();
    long here = (long) places.accounts.size() + places.posts.size() + places.passed.size();
    return here + places.elsewhere.size() - members > 1;
  }

  List<Account> accounts() {
    return places.accounts;
  }

  List<Onward> elsewhere() {
    return places.elsewhere;
  }

  /// The lists that get the message, and send it to their members.
  List<Post> posts() {
    return places.posts;
  }

  /// Those here that get what a filter has made of the message.
  List<Passed> passed() {
    return places.passed;
  }

  /// Everything that is stored here because of it.
  Stream<DeliveryJob.Copy> copies() {
    var members =
        places.posts.stream()
            .flatMap(post ->
                post.accounts().stream().map(it -> new DeliveryJob.Copy(it.id(), post.form())));
    var others =
        places.passed.stream().map(it -> new DeliveryJob.Copy(it.account().id(), it.form()));
    return Stream.concat(
        places.accounts.stream().map(DeliveryJob.Copy::asSent), Stream.concat(members, others));
  }

  Reporting reporting() {
    return reporting;
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
