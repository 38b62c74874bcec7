package org.posthorn.app;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is answered to an [AdminRequest]; with `--json` commands print exactly this.
sealed interface AdminAnswer
    permits AdminAnswer.Done,
        AdminAnswer.Status,
        DirectoryAnswer,
        ContentAnswer,
        ScriptAnswer,
        SiteAnswer,
        MailAnswer,
        QueueAnswer,
        FeedbackAnswer {
  /// It is done and durable; `what` says it in words.
  record Done(String what) implements AdminAnswer {}

  /// The server, as it is now.
  ///
  /// @param state `starting`, `ready`, `draining` or `stopped`
  /// @param pid of the server; null while none runs
  record Status(
      String state,
      List<Listening> listeners,
      @Nullable String version,
      @Nullable Long pid,
      @Nullable Instant since,
      @Nullable String hostname,
      @Nullable String data,
      @Nullable Integer connections,
      List<Certificate> certificates)
      implements AdminAnswer {
    public Status {
      listeners = List.copyOf(listeners);
      certificates = List.copyOf(certificates);
    }

    static final Status STOPPED =
        new Status("stopped", List.of(), null, null, null, null, null, null, List.of());
  }

  /// One address of one listener.
  record Listening(String name, String address, int port, String tls) {}

  /// A certificate in use.
  ///
  /// @param daysLeft whole days; negative when it has expired
  /// @param warning what is to be done about its end; null while there is time
  record Certificate(
      List<String> names,
      String issuer,
      Instant notAfter,
      String file,
      long daysLeft,
      @Nullable String warning) {
    public Certificate {
      names = List.copyOf(names);
    }
  }
}
