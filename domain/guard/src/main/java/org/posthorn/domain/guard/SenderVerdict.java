package org.posthorn.domain.guard;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mailauth.AuthenticationResults;

/// All that the look at a message's sender has come to.
///
/// @param authentication the results in the words of RFC 8601, also for an ARC set when the message
///   is sent on; null when nothing was checked
/// @param fields for the top of the message, above the trace fields (RFC 8601 §4), with line ends;
///   may be empty
/// @param forged the numbers of the fields to take out of the message, as
///   [org.posthorn.wire.mail.HeaderFields] counts them: they claim to be ours
/// @param observation for the author's domain; null when there is nothing that it wants to know
public record SenderVerdict(
    Judgement judgement,
    SenderResults results,
    @Nullable AuthenticationResults authentication,
    String fields,
    Set<Integer> forged,
    @Nullable DmarcObservation observation) {

  public SenderVerdict {
    forged = Set.copyOf(forged);
  }
}
