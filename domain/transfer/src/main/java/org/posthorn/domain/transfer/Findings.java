package org.posthorn.domain.transfer;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.mailbox.Mailboxes;
import org.posthorn.domain.transfer.TransferReport.Fault;
import org.posthorn.platform.storage.Spool;

/// The report of a transfer in the making. Belongs to one thread.
final class Findings {
  static final String NO_MAILBOX_NAME = "its name cannot be that of a mailbox";
  static final String TOO_MANY_MAILBOXES =
      "an account has at most " + Mailboxes.MAX_MAILBOXES + " mailboxes";

  long imported;
  long known;
  long updated;
  private long failed;
  private final List<Fault> faults = new ArrayList<>();
  private final List<Fault> notes = new ArrayList<>();

  void fault(String place, String reason) {
    failed++;
    if (faults.size() < TransferReport.MAX_FAULTS) faults.add(new Fault(place, reason));
  }

  void fault(Path file, String reason) {
    fault(file.toString(), reason);
  }

  void fault(String place, IOException e) {
    fault(place, words(e));
  }

  void fault(Path file, IOException e) {
    fault(file, words(e));
  }

  void note(String place, String what) {
    if (notes.size() < TransferReport.MAX_FAULTS) notes.add(new Fault(place, what));
  }

  void note(Path file, String what) {
    note(file.toString(), what);
  }

  /// Drops a temporary copy that nobody wants.
  void drop(String place, Spool spool) {
    try {
      spool.close();
    } catch (IOException e) {
      note(place, "its temporary copy stays behind: " + e.getMessage());
    }
  }

  TransferReport report() {
    return new TransferReport(imported, known, updated, failed, faults, notes);
  }

  /// What went wrong with a file, and what helps.
  static String words(IOException e) {
    return switch (e) {
      case AccessDeniedException _ ->
          "the server may not read it: give its user the right to read the folder and its files";
      case NoSuchFileException _ -> "it is not there, or not any more: run the import again";
      case Spool.TooLarge tooLarge -> "it has more than " + tooLarge.limit() + " octets";
      default -> "it cannot be read: " + e.getMessage();
    };
  }
}
