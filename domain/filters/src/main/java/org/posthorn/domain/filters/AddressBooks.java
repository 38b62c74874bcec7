package org.posthorn.domain.filters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.ListQuery;
import org.posthorn.domain.directory.Resolution;
import org.posthorn.domain.directory.Resolution.People;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.AddressList;
import org.posthorn.wire.mail.EmailAddress;

/// The lists that scripts of one account may ask (RFC 6134), as the directory has them:
///
/// | name | who is in it | redirect |
/// | --- | --- | --- |
/// | `:addrbook:default` | the accounts of the owner's domain, at any of their addresses | to each |
/// | `:addrbook:own` | the owner, at any of his addresses | no |
/// | `tag:DOMAIN,2026:NAME` | those to whom the list or alias NAME@DOMAIN leads | to NAME@DOMAIN |
///
/// The last one is only there for those to whom it leads, and for the owners of the list: nobody
/// else is told who is in it. What is sent to it is subject to the list's own rules. Made for one
/// run, on its thread.
final class AddressBooks {

  static final String DEFAULT = "urn:ietf:params:sieve:addrbook:default";
  static final String OWN = "urn:ietf:params:sieve:addrbook:own";

  private static final Pattern TAG = Pattern.compile("tag:([^,:]+),2026:([^:]+)");

  private final Directory directory;

  private final Account owner;
  private final Map<List<String>, List<String>> asked = new LinkedHashMap<>();

  AddressBooks(Directory directory, Account owner) {
    this.directory = directory;
    this.owner = owner;
  }

  /// A list that is there for the owner.
  private sealed interface Book {
    record OfDomain() implements Book {}

    record OfOwner() implements Book {}

    record OfPeople(EmailAddress address, List<People> people) implements Book {}
  }

  boolean exists(String uri) {
    return book(uri) != null;
  }

  private @Nullable Book book(String uri) {
    if (uri.equals(DEFAULT)) return new Book.OfDomain();
    if (uri.equalsIgnoreCase(OWN)) return new Book.OfOwner();
    var tag = TAG.matcher(uri);
    if (!tag.matches()) return null;
    var address = address(tag.group(2) + "@" + tag.group(1));
    if (address == null || !directory.isOurs(address.domain())) return null;
    if (!(directory.resolve(address) instanceof Resolution.Found found)) return null;
    var people = new ArrayList<People>();
    var accounts = found.accounts().stream().map(Resolution.Recipient::account).toList();
    var elsewhere = found.elsewhere().stream().map(Resolution.Elsewhere::address).toList();
    var direct = new People(accounts, elsewhere);
    if (isIn(direct, owner.id())) people.add(direct);
    for (var list : found.lists())
      if (isIn(list.members(), owner.id()) || isIn(list.owners(), owner.id()))
        people.add(list.members());
    return people.isEmpty() ? null : new Book.OfPeople(address, people);
  }

  private static boolean isIn(People people, AccountId id) {
    return people.accounts().stream().anyMatch(account -> account.id().equals(id));
  }

  /// The address by which a value is in a list, which may be one with a name and in brackets; null
  /// when it is not.
  @Nullable String member(String uri, String value) {
    var key = List.of(uri, value.toLowerCase(Locale.ROOT));
    return asked
        .computeIfAbsent(
            key,
            _ -> {
              var member = find(uri, value);
              return member == null ? List.of() : List.of(member.toString());
            })
        .stream()
        .findFirst()
        .orElse(null);
  }

  private @Nullable EmailAddress find(String uri, String value) {
    var address = addressIn(value);
    var book = book(uri);
    if (address == null || book == null) return null;
    return isMember(book, address) ? address : null;
  }

  private boolean isMember(Book book, EmailAddress address) {
    return switch (book) {
      case Book.OfOwner _ -> isAt(address, List.of(owner));
      case Book.OfDomain _ ->
          accounts(address).stream()
              .anyMatch(it -> it.address().domain().key().equals(owner.address().domain().key()));
      case Book.OfPeople(var _, var people) -> {
        var key = address.key();
        for (var some : people) {
          if (some.elsewhere().stream().anyMatch(it -> it.key().equals(key))) yield true;
          if (isAt(address, some.accounts())) yield true;
        }
        yield false;
      }
    };
  }

  private boolean isAt(EmailAddress address, List<Account> accounts) {
    return accounts(address).stream()
        .anyMatch(it -> accounts.stream().anyMatch(other -> other.id().equals(it.id())));
  }

  /// Whom an address leads to, when it is one person's.
  private List<Account> accounts(EmailAddress address) {
    if (!directory.isOurs(address.domain())) return List.of();
    if (!(directory.resolve(address) instanceof Resolution.Found found)) return List.of();
    boolean one = found.accounts().size() == 1 && found.lists().isEmpty();
    return one ? List.of(found.accounts().getFirst().account()) : List.of();
  }

  /// Where mail to a list goes; null when it is only to be asked.
  @Nullable List<EmailAddress> addresses(String uri, int most) {
    return switch (book(uri)) {
      case Book.OfOwner _ -> null;
      case Book.OfDomain _ -> everybody(most);
      case Book.OfPeople(var address, var _) -> List.of(address);
      case null -> null;
    };
  }

  /// But the owner; one that gets no mail counts where there are too many.
  private List<EmailAddress> everybody(int most) {
    int page = most + 2;
    var query = new ListQuery(owner.address().domain(), null, null, page);
    var all = directory.accounts().list(query);
    boolean more = all.size() == page;
    return all.stream()
        .filter(account -> more || account.enabled())
        .filter(account -> !account.id().equals(owner.id()))
        .map(Account::address)
        .toList();
  }

  private static @Nullable EmailAddress addressIn(String value) {
    var plain = address(value);
    if (plain != null) return plain;
    var all = AddressList.parse(value);
    if (all.size() != 1) return null;
    return address(all.getFirst().mailbox() + "@" + all.getFirst().host());
  }

  private static @Nullable EmailAddress address(String text) {
    try {
      return EmailAddress.parse(text);
    } catch (AddressException _) {
      return null;
    }
  }
}
