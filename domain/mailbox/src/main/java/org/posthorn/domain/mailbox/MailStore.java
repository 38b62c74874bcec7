package org.posthorn.domain.mailbox;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;

/// Everybody's mail: the way in to mailboxes and messages, and to word of their changes.
public final class MailStore {

  /// The tables that each partition needs.
  public static final Migrations SCHEMA =
      Migrations.of("mailbox", "mailbox", "line-form", "sharing", "sort", "metadata", "undelete");

  private final ChangeHub changes = new ChangeHub();
  private final InstantSource clock;
  private final Messages messages;
  private final Mailboxes mailboxes;
  private final LineMail lineMail;
  private final AccessLists access;
  private final Metadata metadata;
  private final EmailFeed feed;
  private final Undelete undelete;

  /// One that keeps nothing of what is expunged.
  public MailStore(Function<PartitionId, Partition> partitions, InstantSource clock) {
    this(partitions, clock, Duration.ZERO);
  }

  /// `partitions` gives an open partition by its id, for as long as this lives.
  ///
  /// @param keepExpunged for how long expunged messages are kept for [Undelete]; who calls
  ///   [Undelete#purge] ends that time
  public MailStore(
      Function<PartitionId, Partition> partitions, InstantSource clock, Duration keepExpunged) {
    this.clock = clock;
    messages = new Messages(partitions, new Retention(clock, keepExpunged), changes);
    mailboxes = new Mailboxes(partitions, clock, changes, messages);
    lineMail = new LineMail(partitions);
    access = new AccessLists(partitions, changes);
    metadata = new Metadata(partitions, clock, changes);
    feed = new EmailFeed(partitions);
    undelete = new Undelete(partitions, clock, changes);
  }

  /// The clock by which it stores.
  public InstantSource clock() {
    return clock;
  }

  public Mailboxes mailboxes() {
    return mailboxes;
  }

  public Messages messages() {
    return messages;
  }

  /// Messages as lines of text.
  public LineMail lineMail() {
    return lineMail;
  }

  /// Who else may do what.
  public AccessLists access() {
    return access;
  }

  public Metadata metadata() {
    return metadata;
  }

  public EmailFeed feed() {
    return feed;
  }

  /// What was expunged and can be put back.
  public Undelete undelete() {
    return undelete;
  }

  public ChangeHub changes() {
    return changes;
  }
}
