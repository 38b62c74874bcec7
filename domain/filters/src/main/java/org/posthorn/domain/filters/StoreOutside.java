package org.posthorn.domain.filters;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.platform.storage.Database;
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
  private @Nullable List<Mailbox> all;

  StoreOutside(MailStore mail, Database partition, MailAccount account, Instant now) {
    this.mail = mail;
    this.partition = partition;
    this.account = account;
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

  /// Puts back what was known, since a mailbox was made.
  void refresh() {
    all = null;
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

  boolean isRemembered(String key) {
    return partition.read(tx -> Memory.expires(tx, account.id(), key, now) != null);
  }

  @Override
  public boolean listExists(String uri) {
    return false;
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
