package org.posthorn.domain.transfer;

import java.util.List;

/// What a transfer has done.
///
/// @param known messages that an earlier run had brought already
/// @param updated those of them whose flags were changed at the source since, and now here
/// @param failed messages and files that were left out
/// @param faults what was left out and why; the first [#MAX_FAULTS]
/// @param notes what came over, but not all as it was; the first [#MAX_FAULTS]
public record TransferReport(
    long imported, long known, long updated, long failed, List<Fault> faults, List<Fault> notes) {

  /// More is noise, and the answer has to fit a line of the admin socket.
  public static final int MAX_FAULTS = 1_000;

  /// What is the matter with a file or folder, in words.
  public record Fault(String file, String reason) {}

  public TransferReport {
    faults = List.copyOf(faults);
    notes = List.copyOf(notes);
  }
}
