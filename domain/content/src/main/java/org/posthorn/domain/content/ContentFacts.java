package org.posthorn.domain.content;

import java.util.List;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.MessageSource;

/// A message that one of our users sends, before it is signed.
///
/// @param message without our trace fields
/// @param sender the domain in whose name he writes
public record ContentFacts(
    MessageSource message, long octets, DomainName sender, Direction direction) {

  /// What a step has done and why, in words for the message's story.
  public sealed interface Outcome {
    String step();

    String reason();

    /// The message is another now.
    record Changed(String step, String reason, org.posthorn.wire.mail.TextAppending.Edit edit)
        implements Outcome {}

    /// The step looked at the message and left it.
    record Left(String step, String reason) implements Outcome {}

    /// The step has nothing to do with such a message, and has not looked at it.
    record NotConcerned(String step, String reason) implements Outcome {}
  }

  /// What all steps have done, in their order.
  public static List<String> told(List<Outcome> outcomes) {
    return outcomes.stream().map(it -> it.step() + ": " + it.reason()).toList();
  }
}
