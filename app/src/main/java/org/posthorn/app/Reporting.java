package org.posthorn.app;

import java.security.SecureRandom;
import org.posthorn.domain.feedback.Feedback;
import org.posthorn.domain.feedback.FeedbackDesk;
import org.posthorn.domain.feedback.FeedbackSender;
import org.posthorn.domain.feedback.Observations;
import org.posthorn.domain.feedback.ReportIntake;
import org.posthorn.domain.guard.Signing;
import org.posthorn.wire.mail.DomainName;

/// Everything that tells other domains what was seen of them, put together: counts, and the reports
/// that are made of them.
final class Reporting implements AutoCloseable {

  /// Octets of a report with all around it; more than its rows can be.
  private static final long MOST_REPORT = 50 << 20;

  private final Observations observations;
  private final FeedbackDesk desk;
  private final FeedbackKeeping keeping;
  private final FeedbackSending sending;
  private final FeedbackRequests requests;

  Reporting(Config config, Store store, String hostname, Signing signing, SecureRandom random) {
    var clock = store.clock();
    observations = new Observations(store.feedback(), config.feedback().ownAddresses(), clock);
    keeping = new FeedbackKeeping(observations, store.feedback(), store.received(), clock);
    var intake =
        new ReportIntake(
            store.received(),
            new ReportIntake.Addresses(
                config.feedback().dmarcReports(), config.feedback().tlsReports()),
            name -> store.directory().domains().find(new DomainName(name.text())) != null,
            clock);
    desk = new FeedbackDesk(observations, intake);
    var way =
        new FeedbackPost.MailWay(
            store.delivery(),
            desk,
            signing,
            store.ids(),
            () -> store.storage().spool(MOST_REPORT),
            clock);
    var sender =
        new FeedbackSender(
            store.feedback(),
            store.dns(),
            new FeedbackPost(way, new HttpsPost()),
            config.feedback().rules(),
            clock,
            random);
    var choice = new ReporterChoice(config.feedback(), store.directory(), hostname);
    sending = new FeedbackSending(sender, choice);
    requests = new FeedbackRequests(store.feedback(), observations, sender, choice, clock);
  }

  void start() {
    keeping.start();
    sending.start();
  }

  Observations observations() {
    return observations;
  }

  Feedback desk() {
    return desk;
  }

  FeedbackRequests requests() {
    return requests;
  }

  /// Writes down what was counted; whoever counts has stopped.
  @Override
  public void close() {
    sending.close();
    keeping.close();
  }
}
