package org.posthorn.domain.search;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.search.PartitionIndexer.Eagerness;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The full-text index of everybody's mail. It is derived from the mail, says nothing about what it
/// does not have, and is never wrong about what it has: what it calls [TextAnswer.Verdict#UNKNOWN]
/// the asker looks at.
///
/// An account's index is a few segments. A segment is a dictionary of the different tokens of some
/// emails, with the emails of each; a text is found by looking for it in the dictionary, which is a
/// small part of the mail, and not in the mail. Any thread may call; [IndexKeeper] fills it.
public final class SearchIndex {

  /// The tables that each partition needs.
  public static final Migrations SCHEMA = Migrations.of("search", "search");

  private static final Logger LOG = LoggerFactory.getLogger(SearchIndex.class);

  private final MailStore mail;
  private final Function<PartitionId, Partition> partitions;
  private final IndexLimits limits;
  private final SegmentCache cache = new SegmentCache();
  private final ConcurrentHashMap<PartitionId, PartitionIndexer> indexers =
      new ConcurrentHashMap<>();

  /// Accounts whose index was found damaged, and is to be made again.
  private final Set<MailAccount> damaged = ConcurrentHashMap.newKeySet();

  /// Who is told that there is work.
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  private volatile boolean isClosing;

  public SearchIndex(
      MailStore mail, Function<PartitionId, Partition> partitions, IndexLimits limits) {
    this.mail = mail;
    this.partitions = partitions;
    this.limits = limits;
  }

  /// In which emails of the account a text is.
  public TextAnswer find(MailAccount account, TextField field, String text) {
    var needle = Needle.of(text);
    return ask(
        account,
        (tx, segments) -> {
          var parts = new ArrayList<TextAnswer.Part>();
          for (var segment : segments)
            parts.add(new SegmentSearch(segment, field).find(text, needle));
          return new TextAnswer(parts);
        },
        new TextAnswer(List.of()));
  }

  /// Which emails of the account are about some words, and how much: case and diacritics do not
  /// matter, the beginning of a word is enough, words may have other endings, and the text of
  /// attachments counts as that of the body.
  public RankAnswer rank(MailAccount account, TextField field, String words) {
    var ranking = new Ranking(RankedWord.of(words), field.rankedFields());
    return ask(account, (_, segments) -> ranking.rank(segments), new RankAnswer(List.of()));
  }

  private interface Question<T> {
    T of(Transaction tx, List<SegmentReader> segments) throws SQLException;
  }

  private <T> T ask(MailAccount account, Question<T> question, T otherwise) {
    try {
      return partitions
          .apply(account.partition())
          .read(tx -> question.of(tx, segments(tx, account)));
    } catch (IndexDamaged e) {
      LOG.error("the index of account {} is made again: {}", account.id(), e.getMessage());
      damaged.add(account.withoutLimit());
      return otherwise;
    }
  }

  private List<SegmentReader> segments(Transaction tx, MailAccount account) throws SQLException {
    var segments = new ArrayList<SegmentReader>();
    for (var row : SegmentStore.segments(tx, account.id()))
      segments.add(new SegmentReader(cache, tx, account.partition().value(), row.id()));
    return segments;
  }

  /// Makes the account's index anew, beginning at once; searches are right meanwhile, but slower.
  ///
  /// @return how many emails are to be indexed
  public int rebuild(MailAccount account) {
    int emails = indexer(account.partition()).forget(account.id());
    for (var listener : listeners) listener.run();
    return emails;
  }

  /// Of all accounts of a partition together.
  public IndexStatus status(PartitionId partition) {
    return indexer(partition).status();
  }

  public IndexStatus status(MailAccount account) {
    return indexer(account.partition()).status(account.id());
  }

  /// Indexes whatever waits in a partition, however little it is.
  public void indexAll(PartitionId partition) {
    indexer(partition).catchUp(Eagerness.ALL, this::goesOn);
  }

  /// Indexes what is worth it.
  void catchUp(PartitionId partition) {
    for (var account : List.copyOf(damaged)) {
      if (account.partition().equals(partition) && damaged.remove(account)) rebuild(account);
    }
    indexer(partition).catchUp(Eagerness.WORTHWHILE, this::goesOn);
  }

  void compact(PartitionId partition) {
    indexer(partition).compact(this::goesOn);
  }

  /// From now on what runs ends soon, and nothing begins.
  void close() {
    isClosing = true;
  }

  /// Has `listener` told of work that does not come from new mail.
  void onWork(Runnable listener) {
    listeners.add(listener);
  }

  MailStore mail() {
    return mail;
  }

  private boolean goesOn() {
    return !isClosing;
  }

  private PartitionIndexer indexer(PartitionId partition) {
    BooleanSupplier goesOn = this::goesOn;
    return indexers.computeIfAbsent(
        partition,
        id ->
            new PartitionIndexer(mail.feed(), partitions.apply(id), limits, mail.clock(), goesOn));
  }
}
