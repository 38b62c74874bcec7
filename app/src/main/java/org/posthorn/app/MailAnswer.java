package org.posthorn.app;

import java.time.Instant;
import java.util.List;

/// What is answered about stored mail.
sealed interface MailAnswer extends AdminAnswer {

  /// How the full-text index stands.
  ///
  /// @param messages in it, those that are gone meanwhile included
  /// @param waiting messages that are not yet in it
  record IndexState(long messages, long waiting, long bytes, int segments) implements MailAnswer {}

  /// What a check has seen.
  ///
  /// @param faults one line each; empty when all is well
  record CheckReport(long accounts, long messages, List<String> faults) implements MailAnswer {
    public CheckReport {
      faults = List.copyOf(faults);
    }
  }

  /// What is the matter with a file, in words.
  record TransferFault(String file, String reason) {}

  /// What an import has done.
  ///
  /// @param known messages that an earlier run had brought
  /// @param updated those of them whose flags follow what they are at the source now
  /// @param failed what was left out; `faults` names the first of them
  /// @param notes what came over, but not all as it was
  record Transferred(
      long imported,
      long known,
      long updated,
      long failed,
      List<TransferFault> faults,
      List<TransferFault> notes)
      implements MailAnswer {
    public Transferred {
      faults = List.copyOf(faults);
      notes = List.copyOf(notes);
    }
  }

  /// What can be put back into an account.
  ///
  /// @param kept how many there are, those that were not asked for included
  /// @param bytes that these take beside the quota
  record DeletedPage(long kept, long bytes, List<OneDeleted> messages) implements MailAnswer {
    public DeletedPage {
      messages = List.copyOf(messages);
    }
  }

  /// A message that was deleted.
  ///
  /// @param from empty when it names nobody; as long as a line, as the subject
  /// @param date when it was received
  record OneDeleted(
      long id,
      Instant deletedAt,
      String mailbox,
      String from,
      String subject,
      Instant date,
      long bytes) {}

  record MessageStory(List<StoryEvent> events) implements MailAnswer {
    public MessageStory {
      events = List.copyOf(events);
    }
  }

  record StoryEvent(String message, Instant at, String kind, String words) {}
}
