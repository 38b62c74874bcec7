package org.posthorn.app;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is answered about reports to and from other domains.
sealed interface FeedbackAnswer extends AdminAnswer {

  record FeedbackPage(List<OneFeedback> reports) implements FeedbackAnswer {
    public FeedbackPage {
      reports = List.copyOf(reports);
    }
  }

  /// A report to another domain.
  ///
  /// @param missed messages or sessions that it has no room for
  /// @param due null when nothing more is done about it
  record OneFeedback(
      String kind,
      String day,
      String domain,
      long rows,
      long missed,
      @Nullable Instant due,
      @Nullable String outcome) {}

  record FeedbackRows(String day, List<MailSeen> mail, List<TlsSeen> tls)
      implements FeedbackAnswer {
    public FeedbackRows {
      mail = List.copyOf(mail);
      tls = List.copyOf(tls);
    }
  }

  /// Mail in a domain's name.
  record MailSeen(
      long messages,
      String source,
      String disposition,
      String dkim,
      String spf,
      String headerFrom,
      @Nullable String envelopeFrom) {}

  /// Sessions with a domain's hosts.
  record TlsSeen(
      long sessions,
      String policy,
      String result,
      @Nullable String host,
      @Nullable String reason) {}

  /// What others say of a domain of ours.
  record FeedbackSums(List<Source> sources, List<Session> sessions) implements FeedbackAnswer {
    public FeedbackSums {
      sources = List.copyOf(sources);
      sessions = List.copyOf(sessions);
    }

    /// A host that sends in the domain's name.
    ///
    /// @param passed messages that passed DMARC
    /// @param dkim messages with a good signature
    /// @param spf messages that the host may send
    /// @param refused messages that were refused or put away
    record Source(String source, long messages, long passed, long dkim, long spf, long refused) {}

    record Session(String reporter, String policy, String result, String host, long sessions) {}
  }

  record ReceivedPage(List<OneReceived> reports) implements FeedbackAnswer {
    public ReceivedPage {
      reports = List.copyOf(reports);
    }
  }

  /// A report about a domain of ours.
  ///
  /// @param reporter the domain that vouches for it
  record OneReceived(
      String kind,
      String domain,
      String reporter,
      String organization,
      String id,
      Instant begin,
      Instant end,
      Instant at,
      long total,
      long failed) {}
}
