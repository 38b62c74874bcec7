package org.posthorn.app;

import java.lang.reflect.ParameterizedType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.AdminAnswer.Status;
import org.posthorn.app.QueueAnswer.QueueCounts;
import org.posthorn.app.QueueAnswer.QueuePage;
import org.posthorn.app.SiteAnswer.Authority;
import org.posthorn.app.SiteAnswer.Examination;
import org.posthorn.app.SiteAnswer.Issued;
import org.posthorn.app.SiteAnswer.RecordPage;
import org.posthorn.app.SiteAnswer.TlsStatus;

/// What an administrator may ask for, as values that go through the admin socket as JSON. What is
/// asked of the store lies in families of its own: `ScriptRequest` with `ScriptAnswer`, and so on.
///
/// In requests that change something a null leaves things as they are.
///
/// @param <R> what is answered
sealed interface AdminRequest<R extends AdminAnswer> {
  /// The class of the answer, which each request names where it says what it asks about.
  @SuppressWarnings("unchecked") // a request names a class there, not a variable
  default Class<R> answer() {
    var about = (ParameterizedType) getClass().getGenericInterfaces()[0];
    return (Class<R>) about.getActualTypeArguments()[0];
  }

  /// Asks the server about itself; it makes sense only while one runs.
  sealed interface OfServer<R extends AdminAnswer> extends AdminRequest<R> {}

  /// Asks about this installation as others see it: what is configured and stored, and what a
  /// server, if one runs, knows.
  sealed interface OfSite<R extends AdminAnswer> extends AdminRequest<R> {}

  /// Asks about what is stored.
  sealed interface OfStore<R extends AdminAnswer> extends AdminRequest<R>
      permits DirectoryRequest,
          ContentRequest,
          ScriptRequest,
          DkimRequest,
          MailRequest,
          FeedbackRequest {}

  record ShowStatus() implements OfServer<Status> {}

  record StopServer() implements OfServer<Done> {}

  /// Reads the certificate files again.
  record ReloadCertificates() implements OfServer<Done> {}

  /// Shows the certificates and how the orders by ACME stand.
  record ShowTls() implements OfServer<TlsStatus> {}

  /// Orders a certificate by ACME now.
  ///
  /// @param newKey does not keep the private key
  record RenewCertificate(boolean newKey) implements OfServer<Done> {}

  /// Which messages of the queue are meant; null is all.
  ///
  /// @param state `sending`, `held`, `planned`, `waiting`, or `joining` for parts that wait for
  ///   others
  /// @param olderThan seconds
  record QueueSelection(
      @Nullable String destination,
      @Nullable String sender,
      @Nullable String recipient,
      @Nullable String message,
      @Nullable String state,
      @Nullable String reason,
      @Nullable Long olderThan) {}

  /// A page of the queue.
  ///
  /// @param after the id of the last entry of the page before
  record ListQueue(QueueSelection selection, @Nullable String after, int limit)
      implements OfServer<QueuePage> {}

  /// Counts what is in the queue.
  ///
  /// @param by `destination`, `sender`, `reason` or `age`
  record CountQueue(QueueSelection selection, String by, int limit)
      implements OfServer<QueueCounts> {}

  /// Does something to messages in the queue.
  ///
  /// @param argument why a message is bounced, or where it is sent instead
  record ChangeQueue(QueueSelection selection, QueueDeed deed, @Nullable String argument)
      implements OfServer<Done> {}

  /// What is done to messages in the queue.
  enum QueueDeed {
    HOLD,
    RELEASE,
    RETRY,
    BOUNCE,
    DELETE,
    REROUTE
  }

  /// Looks for what is wrong with DNS, certificates, ports and the machine.
  ///
  /// @param domains ours; empty is all
  /// @param seconds for all of it
  record Examine(List<String> domains, int seconds) implements OfSite<Examination> {
    public Examine {
      domains = List.copyOf(domains);
    }
  }

  /// Says what a domain of ours has to publish in DNS.
  record ListRecords(String domain) implements OfSite<RecordPage> {}

  /// Makes an authority of the administrator's own.
  record CreateAuthority(String name, int days) implements OfSite<Authority> {}

  record ShowAuthority() implements OfSite<Authority> {}

  /// Has that authority issue a certificate.
  ///
  /// @param names host names and addresses
  record IssueCertificate(List<String> names, int days) implements OfSite<Issued> {
    public IssueCertificate {
      names = List.copyOf(names);
    }
  }

  /// Sends the reports that wait.
  ///
  /// @param domain null for all
  /// @param today also about the day that is not over
  record SendFeedback(@Nullable String domain, boolean today) implements OfServer<Done> {}
}
