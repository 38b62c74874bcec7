package org.posthorn.domain.delivery;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.mailbox.Alongside;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.domain.queue.Accepted;
import org.posthorn.domain.queue.Report;
import org.posthorn.domain.queue.ReportSink;
import org.posthorn.domain.trace.TraceIds;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.platform.storage.Work;

/// Delivers the queue's reports. Any thread may call.
public final class ReportDelivery implements ReportSink {

  private final Directory directory;
  private final MailStore mail;
  private final Outbound outbound;
  private final TraceIds ids;
  private final InstantSource clock;

  public ReportDelivery(
      Directory directory, MailStore mail, Outbound outbound, TraceIds ids, InstantSource clock) {
    this.directory = directory;
    this.mail = mail;
    this.outbound = outbound;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public void deliver(Report report, PartitionId where, Work<@Nullable Void> settle) {
    var post = ServerPost.of(report, directory, ids.next(), clock.instant());
    var job = new Job(where, settle, post);
    mail.messages().storeGroups(List.of(post.arrivals()), job);
    job.queued.forEach(outbound::announce);
  }

  /// What is written with the report.
  private final class Job implements Alongside {
    private final PartitionId where;
    private final Work<@Nullable Void> settle;
    private final ServerPost post;
    private volatile List<Accepted> queued = List.of();

    Job(PartitionId where, Work<@Nullable Void> settle, ServerPost post) {
      this.where = where;
      this.settle = settle;
      this.post = post;
    }

    @Override
    public PartitionId partition() {
      return where;
    }

    @Override
    public List<PreparedBlob> blobs() {
      return post.blobs();
    }

    @Override
    public void write(Transaction tx, List<List<Placed>> placed) throws SQLException {
      settle.run(tx);
      queued = post.write(tx, where, placed.getFirst(), outbound);
    }
  }
}
