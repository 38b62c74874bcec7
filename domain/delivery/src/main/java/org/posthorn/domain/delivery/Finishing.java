package org.posthorn.domain.delivery;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.smtp.ReversePath;

/// Does to a message that was joined from parts what is done to one that our users send whole: what
/// was added to each part, and each part's signature, say nothing about the whole.
@FunctionalInterface
public interface Finishing {

  /// Leaves it as it is.
  Finishing NONE = whole -> new Finished(whole.octets(), List.of());

  /// A message that was joined.
  ///
  /// @param returnPath octets of that field, the first
  /// @param author who has submitted the parts; null for a machine of the house
  /// @param way whether somebody elsewhere gets it
  /// @param spools makes one that holds the message and what is added
  record Whole(
      Spool octets,
      int returnPath,
      ReversePath from,
      @Nullable Account author,
      Way way,
      Supplier<Spool> spools) {}

  /// Where it goes.
  enum Way {
    STAYS_HERE,
    LEAVES
  }

  /// What became of it.
  ///
  /// @param octets the same spool or another, which the caller closes
  /// @param told what was done, for the message's story
  record Finished(Spool octets, List<String> told) {
    public Finished {
      told = List.copyOf(told);
    }
  }

  /// Makes the message what its recipients get, with the Return-Path of before.
  Finished finish(Whole whole) throws IOException;
}
