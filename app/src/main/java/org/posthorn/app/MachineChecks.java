package org.posthorn.app;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.doctor.Finding;
import org.posthorn.domain.doctor.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the machine: whether somebody keeps its clock right, and whether there is room.
final class MachineChecks {
  private static final Logger log = LoggerFactory.getLogger(MachineChecks.class);

  /// Less than this fills up within hours.
  private static final long LEAST_BYTES = 1L << 30;

  private static final int LEAST_PERCENT = 10;

  /// `struct timex` has 208 octets; a little more does no harm.
  private static final int TIMEX_BYTES = 512;

  /// What adjtimex(2) answers when nobody keeps the clock.
  private static final int TIME_ERROR = 5;

  private MachineChecks() {}

  static List<Finding> run(Path data) {
    return List.of(clock(clockState()), disk(data));
  }

  /// @param state as adjtimex(2) answers; null where it cannot be asked
  static Finding clock(@Nullable Integer state) {
    var topic = new Topic("clock", "this machine");
    if (state == null || state < 0)
      return topic.hint(
          "Whether the clock is kept right cannot be found out here.",
          "A wrong clock spoils certificates, signatures and one-time passwords.",
          "timedatectl");
    return state == TIME_ERROR
        ? topic.hint(
            "Nobody keeps the clock of this machine right.",
            "It drifts by seconds a day; a wrong clock spoils certificates, signatures and one-time"
                + " passwords. In a container the machine around it keeps the clock.",
            "timedatectl set-ntp true   # or: apt install chrony")
        : topic.fine("The clock is kept right.");
  }

  /// Asks the kernel, which every time program tells.
  @SuppressWarnings("restricted") // a call that only reads, into memory of our own
  private static @Nullable Integer clockState() {
    try (var arena = Arena.ofConfined()) {
      var linker = Linker.nativeLinker();
      var symbol = linker.defaultLookup().find("adjtimex").orElse(null);
      if (symbol == null) return null;
      var call =
          linker.downcallHandle(
              symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
      return (int) call.invokeExact(arena.allocate(TIMEX_BYTES, 8));
    } catch (Throwable e) {
      log.debug("the kernel cannot be asked about its clock: {}", e.toString());
      return null;
    }
  }

  private static Finding disk(Path data) {
    try {
      var store = Files.getFileStore(data);
      return disk(data, store.getUsableSpace(), store.getTotalSpace());
    } catch (IOException e) {
      return new Topic("disk", data.toString())
          .fault(
              "The room that is left for the data folder cannot be found out: " + e.getMessage(),
              "The folder may be gone.",
              "df -h " + data);
    }
  }

  static Finding disk(Path data, long usable, long total) {
    var topic = new Topic("disk", data.toString());
    var what = "%s of %s are free.".formatted(size(usable), size(total));
    var why =
        "A full disk loses nothing, but mail is refused for now, and users cannot move theirs.";
    var mend = "du -xh --max-depth=2 %s | sort -h | tail".formatted(data);
    if (usable < LEAST_BYTES) return topic.fault(what, why, mend);
    if (usable < total / 100 * LEAST_PERCENT) return topic.hint(what, why, mend);
    return topic.fine(what);
  }

  private static String size(long bytes) {
    return bytes < 10L << 30 ? (bytes >> 20) + " MiB" : (bytes >> 30) + " GiB";
  }
}
