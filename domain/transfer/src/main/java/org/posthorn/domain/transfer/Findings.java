package org.posthorn.domain.transfer;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.transfer.TransferReport.Fault;
import org.posthorn.platform.storage.Spool;

/// The report of a transfer in the making. Belongs to one thread.
final class Findings {
  long imported;
  long known;
  private long failed;
  private final List<Fault> faults = new ArrayList<>();
  private final List<Fault> notes = new ArrayList<>();

  void fault(Path file, String reason) {
    failed++;
    if (faults.size() < TransferReport.MAX_FAULTS) faults.add(new Fault(file.toString(), reason));
  }

  void fault(Path file, IOException e) {
    fault(file, words(e));
  }

  void note(Path file, String what) {
    if (notes.size() < TransferReport.MAX_FAULTS) notes.add(new Fault(file.toString(), what));
  }

  TransferReport report() {
    return new TransferReport(imported, known, failed, faults, notes);
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
