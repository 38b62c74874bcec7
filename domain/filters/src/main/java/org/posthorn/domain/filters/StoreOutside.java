package org.posthorn.domain.filters;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.mailbox.Annotation;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.MailboxId;
import org.posthorn.domain.mailbox.MailboxOutcome;
import org.posthorn.domain.mailbox.Metadata;
import org.posthorn.domain.mailbox.SpecialUse;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.platform.storage.Database;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sieve.Action.Destination;
import org.posthorn.wire.sieve.DuplicateMark;
import org.posthorn.wire.sieve.NotifyMethod;
import org.posthorn.wire.sieve.Outside;

/// What a script asks about its owner's mail, answered from the store. Made for one run, on its
/// thread.
final class StoreOutside extends Outside.Nothing {

  private final MailStore mail;
  private final Database partition;
  private final MailAccount account;
  private final Instant now;
  private final Map<DuplicateMark, Boolean> asked = new HashMap<>();

  /// What this delivery will have remembered.
  private final Set<String> soon = new HashSet<>();

  private final Account owner;
  private final Directory directory;
  private final AddressBooks books;
  private final Map<MailboxId, Map<String, String>> annotations = new HashMap<>();
  private @Nullable List<Mailbox> all;

  StoreOutside(Filters.Place place, Account owner, Instant now) {
    this.mail = place.mail();
    this.owner = owner;
    this.account = MailAccount.of(owner);
    this.partition = place.partitions().apply(account.partition());
    this.directory = place.directory();
    this.books = new AddressBooks(directory, owner);
    this.now = now;
  }

  private List<Mailbox> all() {
    var known = all;
    if (known != null) return known;
    var read = mail.mailboxes().all(account);
    if (read.isEmpty() && account.id() != Filters.NOBODY) {
      // This is its first message.
      mail.mailboxes().open(account);
      read = mail.mailboxes().all(account);
    }
    all = read;
    return read;
  }

  /// The mailbox that is meant (RFC 9042 §4, RFC 8579 §4); null when there is none.
  @Nullable Mailbox find(Destination destination) {
    var id = destination.objectId();
    if (id != null) {
      var found = byId(id);
      if (found != null) return found;
    }
    var use = destination.specialUse();
    if (use != null) {
      var named = byName(destination.name());
      if (named != null && has(named, use)) return named;
      for (var mailbox : all()) if (has(mailbox, use)) return mailbox;
    }
    return byName(destination.name());
  }

  /// The same, made if it has to be.
  @Nullable Mailbox findOrMake(Destination destination) {
    var found = find(destination);
    var path = Paths.of(destination.name());
    if (found != null || path == null || !(destination.create() || path.isInbox())) return found;
    var use = destination.specialUse();
    var wanted = use == null ? null : SpecialUse.of(use.startsWith("\\") ? use.substring(1) : use);
    mail.mailboxes().open(account);
    var made = mail.mailboxes().create(account, path, wanted);
    if (made instanceof MailboxOutcome.Done) mail.mailboxes().subscribe(account, path);
    all = null;
    return find(destination);
  }

  private @Nullable Mailbox byName(String name) {
    var path = Paths.of(name);
    if (path == null) return null;
    for (var mailbox : all()) if (mailbox.path().equals(path)) return mailbox;
    return null;
  }

  /// As IMAP's OBJECTID shows them.
  private @Nullable Mailbox byId(String objectId) {
    for (var mailbox : all()) if (objectId.equals("F" + mailbox.id().value())) return mailbox;
    return null;
  }

  private static boolean has(Mailbox mailbox, String attribute) {
    var use = mailbox.specialUse();
    return use != null && attribute.equalsIgnoreCase("\\" + use.word());
  }

  @Override
  public boolean mailboxExists(String mailbox) {
    // An INBOX is made with the first message.
    return mailbox.equalsIgnoreCase("INBOX") || byName(mailbox) != null;
  }

  @Override
  public boolean mailboxIdExists(String objectId) {
    return byId(objectId) != null;
  }

  @Override
  public boolean specialUseExists(@Nullable String mailbox, String attribute) {
    if (mailbox == null) return all().stream().anyMatch(one -> has(one, attribute));
    var named = byName(mailbox);
    return named != null && has(named, attribute);
  }

  static String key(DuplicateMark mark) {
    var handle = mark.handle();
    return handle == null
        ? Memory.key(Memory.Kind.SEEN, mark.uniqueId())
        : Memory.key(Memory.Kind.SEEN, mark.uniqueId(), handle);
  }

  @Override
  public boolean isDuplicate(DuplicateMark mark) {
    return asked.computeIfAbsent(mark, it -> isRemembered(key(it)));
  }

  /// What is not written yet counts as well.
  void soonRemembers(String key) {
    soon.add(key);
  }

  boolean isRemembered(String key) {
    if (soon.contains(key)) return true;
    return partition.read(tx -> Memory.expires(tx, account.id(), key, now) != null);
  }

  @Override
  public boolean listExists(String uri) {
    return books.exists(uri);
  }

  @Override
  public @Nullable String listMember(String uri, String value) {
    return books.member(uri, value);
  }

  @Override
  public @Nullable List<EmailAddress> listAddresses(String uri, int most) {
    return books.addresses(uri, most);
  }

  @Override
  public @Nullable String metadata(String mailbox, String annotation) {
    var found = byName(mailbox);
    if (found == null || !Annotation.isName(annotation)) return null;
    var use = found.specialUse();
    // RFC 6154 §4
    if (annotation.equalsIgnoreCase("/private/specialuse"))
      return use == null ? null : "\\" + use.word();
    return value(found.id(), annotation);
  }

  @Override
  public @Nullable String serverMetadata(String annotation) {
    if (!Annotation.isName(annotation)) return null;
    // RFC 5464 §6.2.2: what IMAP tells
    if (annotation.equalsIgnoreCase("/shared/admin"))
      return "mailto:postmaster@" + owner.address().domain();
    var own = value(Metadata.SERVER, annotation);
    if (own != null) return own;
    var common = directory.annotations().all().get(annotation.toLowerCase(Locale.ROOT));
    return common == null ? null : new String(common, UTF_8);
  }

  private @Nullable String value(MailboxId mailbox, String annotation) {
    var known =
        annotations.computeIfAbsent(
            mailbox,
            _ -> {
              var values = new HashMap<String, String>();
              for (var one : mail.metadata().all(new Where(account, mailbox))) {
                var value = one.value();
                if (value != null) values.put(one.entry(), new String(value, UTF_8));
              }
              return values;
            });
    return known.get(annotation.toLowerCase(Locale.ROOT));
  }

  @Override
  public List<String> notifySchemes() {
    return List.of("mailto");
  }

  @Override
  public String notifyOnline(NotifyMethod method) {
    return "maybe";
  }
}
