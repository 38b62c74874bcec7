package org.posthorn.domain.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.EmailId;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.domain.mailbox.QuotaLimit;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.domain.search.TextAnswer.Verdict;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;
import org.posthorn.wire.mail.BodyPart;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageParser;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.MessageText;
import org.posthorn.wire.mail.TextMatcher;

/// An account with mail and an index, and the answers of looking at every message.
final class IndexedMail implements AutoCloseable {

  static final PartitionId PARTITION = new PartitionId(1);

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final AtomicLong ACCOUNTS = new AtomicLong();

  private final Storage storage;
  private final MailStore mail;
  private final MailAccount account;
  private final Map<EmailId, byte[]> messages = new LinkedHashMap<>();
  private final Map<EmailId, Integer> uids = new LinkedHashMap<>();
  private final IdentityHashMap<byte[], Parsed> parsed = new IdentityHashMap<>();
  private SearchIndex index;

  private IndexedMail(Storage storage) {
    this.storage = storage;
    mail = new MailStore(storage::partition, () -> NOW);
    index = index(IndexLimits.DEFAULTS);
    account = new MailAccount(ACCOUNTS.incrementAndGet(), PARTITION, QuotaLimit.NONE);
    mail.mailboxes().open(account);
  }

  /// A new store.
  static Storage storage(Dialect dialect) {
    try {
      var folder = Files.createTempDirectory("search-test");
      folder.toFile().deleteOnExit();
      return storage(dialect, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Storage storage(Dialect dialect, Path folder) {
    var config = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
    var schemas = new Schemas(List.of(), List.of(MailStore.SCHEMA, SearchIndex.SCHEMA));
    var storage = Storage.open(config, schemas);
    storage.createPartition();
    return storage;
  }

  /// An account of its own.
  static IndexedMail in(Storage storage) {
    return new IndexedMail(storage);
  }

  private SearchIndex index(IndexLimits limits) {
    return new SearchIndex(mail, storage::partition, limits);
  }

  SearchIndex index() {
    return index;
  }

  MailAccount account() {
    return account;
  }

  MailStore mail() {
    return mail;
  }

  /// As after a start of the program.
  void restart(IndexLimits limits) {
    index = index(limits);
  }

  Map<EmailId, byte[]> messages() {
    return messages;
  }

  EmailId deliver(byte[] message) {
    var arrival =
        new Arrival(account, new Arrival.Target.Inbox(), NewEmail.of(message), Flags.NONE, NOW);
    var placed = mail.messages().store(List.of(arrival)).getFirst();
    assertThat(placed).isInstanceOf(Placed.Stored.class);
    var stored = (Placed.Stored) placed;
    messages.put(stored.email(), message);
    uids.put(stored.email(), stored.uid());
    return stored.email();
  }

  void expunge(EmailId email) {
    messages.remove(email);
    var mailbox = Objects.requireNonNull(mail.mailboxes().find(account, new MailboxPath("INBOX")));
    var uid = Objects.requireNonNull(uids.get(email));
    mail.messages().destroy(new Where(account, mailbox.id()), Uids.of(uid));
  }

  void indexAll() {
    index.indexAll(PARTITION);
  }

  /// Spoils every page.
  void damage() {
    storage
        .partition(PARTITION)
        .write(tx -> Sql.update(tx, "UPDATE search_page SET data = ?", new byte[] {9, 9, 9}));
  }

  /// What a process leaves that is killed while it writes.
  void leaveHalfASegment() {
    new SegmentOutput(storage.partition(PARTITION), account.id()).page(0, new byte[2 << 20]);
    assertThat(unfinished()).hasSize(1);
  }

  List<Long> unfinished() {
    return storage.partition(PARTITION).read(SegmentStore::unfinished);
  }

  /// Compares an answer with that of looking; returns the emails about which the index says
  /// nothing.
  List<EmailId> check(TextField field, String text) {
    var answer = index.find(account, field, text);
    var unknown = new ArrayList<EmailId>();
    messages.forEach((email, message) -> {
      var verdict = answer.of(email);
      if (verdict == Verdict.UNKNOWN) unknown.add(email);
      else
        assertThat(verdict)
            .as("%s '%s' in email %s", field, text, email.value())
            .isEqualTo(isIn(message, field, text) ? Verdict.YES : Verdict.NO);
    });
    return unknown;
  }

  /// What SEARCH says without an index.
  private boolean isIn(byte[] message, TextField field, String text) {
    var matcher = new TextMatcher(text);
    var parsed = parsed(message);
    return switch (field) {
      case TextField.Anywhere _ ->
          headerHas(parsed.header(), matcher) || bodyHas(message, parsed.root(), matcher);
      case TextField.Body _ -> bodyHas(message, parsed.root(), matcher);
      case TextField.Header(var name) ->
          parsed.header().fields(name).stream()
              .anyMatch(one -> text.isEmpty() || matcher.isIn(one.decoded()));
    };
  }

  private record Parsed(BodyPart root, HeaderFields header) {}

  private Parsed parsed(byte[] message) {
    return parsed.computeIfAbsent(
        message, m -> new Parsed(MessageParser.parse(m).root(), HeaderFields.of(m)));
  }

  private static boolean headerHas(HeaderFields header, TextMatcher matcher) {
    matcher.reset();
    MessageText.readHeader(header, matcher);
    return matcher.found();
  }

  private static boolean bodyHas(byte[] message, BodyPart root, TextMatcher matcher) {
    matcher.reset();
    try {
      MessageText.readBody(root, MessageSource.of(message), matcher);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return matcher.found();
  }

  /// All the text of a message.
  static String text(byte[] message) {
    var text = new StringBuilder();
    for (var field : HeaderFields.of(message).fields())
      text.append(field.name()).append(": ").append(field.decoded()).append('\n');
    try {
      MessageText.readBody(
          MessageParser.parse(message).root(),
          MessageSource.of(message),
          piece -> {
            text.append(piece);
            return true;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  @Override
  public void close() {
    index.close();
    mail.mailboxes().remove(account);
  }
}
