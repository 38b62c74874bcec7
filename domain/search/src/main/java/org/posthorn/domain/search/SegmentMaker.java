package org.posthorn.domain.search;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.EmailFeed;
import org.posthorn.domain.mailbox.EmailFeed.Content;
import org.posthorn.platform.storage.BlobReader;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads emails of an account and makes segments of them. Owned by one thread.
final class SegmentMaker {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentMaker.class);

  /// Emails whose places are looked up at once.
  private static final int AT_ONCE = 256;

  private final EmailFeed feed;
  private final Partition partition;
  private final BooleanSupplier goesOn;
  private final @Nullable Attachments attachments;

  /// @param goesOn asked between emails; false ends the work, and what was begun is dropped
  SegmentMaker(
      EmailFeed feed,
      Partition partition,
      IndexLimits limits,
      InstantSource clock,
      BooleanSupplier goesOn) {
    boolean reads = limits.attachments() == IndexLimits.Attached.READ;
    attachments = reads ? new Attachments(() -> Attachments.TIME, clock) : null;
    this.feed = feed;
    this.partition = partition;
    this.goesOn = goesOn;
  }

  /// Makes as many segments as it takes.
  ///
  /// @param emails ids, ascending
  void make(long account, long[] emails) {
    try {
      makeAll(account, emails);
    } finally {
      if (attachments != null) attachments.close();
    }
  }

  private void makeAll(long account, long[] emails) {
    var builder = new SegmentBuilder();
    for (int from = 0; from < emails.length; from += AT_ONCE) {
      var part = Arrays.copyOfRange(emails, from, Math.min(emails.length, from + AT_ONCE));
      var contents = feed.contents(partition.id(), account, part);
      builder = read(account, contents, builder);
      if (!goesOn.getAsBoolean()) return;
    }
    write(account, builder);
  }

  private SegmentBuilder read(long account, List<Content> contents, SegmentBuilder begun) {
    var builder = begun;
    var bodies = feed.bodies(partition.id(), contents);
    for (var email : contents) {
      if (!goesOn.getAsBoolean()) return builder;
      var fault = read(email, bodies, builder);
      // It stays out of the index, and whoever searches looks at it, or meets the same fault.
      if (fault != null)
        LOG.warn(
            "{}: email {} of account {} cannot be indexed: {}",
            partition.id(),
            email.email().value(),
            account,
            fault);
      if (!builder.isFull()) continue;
      write(account, builder);
      builder = new SegmentBuilder();
    }
    return builder;
  }

  private @Nullable String read(Content email, BlobReader bodies, SegmentBuilder builder) {
    try {
      new EmailText(builder, attachments).read(email, bodies);
      return null;
    } catch (IOException | StorageException | IllegalArgumentException e) {
      builder.cancel();
      return String.valueOf(e.getMessage());
    }
  }

  private void write(long account, SegmentBuilder builder) {
    if (builder.size() == 0) return;
    var output = new SegmentOutput(partition, account);
    var directory = builder.write(new SegmentWriter(output));
    output.finish(directory, List.of());
  }
}
