package org.posthorn.domain.mailbox;

import java.time.InstantSource;
import java.util.function.Function;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;

/// Everybody's mail: the way in to mailboxes and messages, and to word of their changes.
public final class MailStore {

  /// The tables that each partition needs.
  public static final Migrations SCHEMA =
      Migrations.of("mailbox", "mailbox", "line-form", "sharing", "sort", "metadata");

  private final ChangeHub changes = new ChangeHub();
  private final Messages messages;
  private final Mailboxes mailboxes;
  private final LineMail lineMail;
  private final AccessLists access;
  private final Metadata metadata;
  private final EmailFeed feed;

  /// `partitions` gives an open partition by its id, for as long as this lives.
  public MailStore(Function<PartitionId, Partition> partitions, InstantSource clock) {
    messages = new Messages(partitions, clock, changes);
    mailboxes = new Mailboxes(partitions, clock, changes, messages);
    lineMail = new LineMail(partitions);
    access = new AccessLists(partitions);
    metadata = new Metadata(partitions, clock, changes);
    feed = new EmailFeed(partitions);
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

  public ChangeHub changes() {
    return changes;
  }
}
