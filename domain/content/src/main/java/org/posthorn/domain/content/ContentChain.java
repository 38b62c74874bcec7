package org.posthorn.domain.content;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.content.ContentFacts.Outcome;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.MessageSource;

/// The steps that a message of a user goes through before it is signed, one after the other, each
/// seeing what those before it have made. Mail that no step is concerned with is not read. Any
/// thread may call.
public final class ContentChain {

  private final List<ContentStep> steps;

  public ContentChain(Disclaimers disclaimers) {
    this(List.of(new DisclaimerStep(disclaimers)));
  }

  ContentChain(List<ContentStep> steps) {
    this.steps = List.copyOf(steps);
  }

  /// Takes what a step has changed.
  @FunctionalInterface
  public interface Changes {

    /// Gives the facts of the message as it is now.
    ContentFacts changed(ContentFacts before, Outcome.Changed change) throws IOException;
  }

  /// Runs all steps.
  ///
  /// @return what each has done, in order; those that were not concerned included
  /// @throws IOException the message cannot be read, or the changed one not be kept
  public List<Outcome> run(ContentFacts facts, Changes changes) throws IOException {
    var outcomes = new ArrayList<Outcome>();
    var now = facts;
    for (var step : steps) {
      var outcome = step.look(now);
      outcomes.add(outcome);
      if (outcome instanceof Outcome.Changed change) now = changes.changed(now, change);
    }
    return outcomes;
  }

  /// A message in a spool, whose first `skipped` octets are ours.
  public static MessageSource source(Spool spool, int skipped) {
    return span -> {
      var in = spool.open();
      try {
        in.skipNBytes(skipped + span.offset());
        return new Limited(in, span.length());
      } catch (IOException | RuntimeException e) {
        in.close();
        throw e;
      }
    };
  }

  /// Not beyond the end of a range.
  private static final class Limited extends java.io.FilterInputStream {
    private long left;

    Limited(java.io.InputStream in, long length) {
      super(in);
      left = length;
    }

    @Override
    public int read() throws IOException {
      var octet = new byte[1];
      return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) return 0;
      if (left == 0) return -1;
      int read = in.read(target, offset, (int) Math.min(length, left));
      if (read > 0) left -= read;
      return read;
    }
  }
}
