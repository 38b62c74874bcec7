package org.posthorn.domain.filters;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sieve.Action.DeliveryOptions;
import org.posthorn.wire.sieve.SieveMessage;

/// What an account's scripts have decided about a message, as things to do.
///
/// @param filings where the message goes in the account; none for a message that is thrown away
/// @param otherwise what is stored when the message gets nowhere by the rest
/// @param rejection null for a message that is taken
/// @param memories to be remembered when all is done
/// @param story what the scripts did, in lines
public record Filtered(
    List<Filing> filings,
    Filing otherwise,
    List<Redirection> redirections,
    List<Answer> answers,
    @Nullable Rejection rejection,
    List<Memory> memories,
    List<String> story) {

  public Filtered {
    filings = List.copyOf(filings);
    redirections = List.copyOf(redirections);
    answers = List.copyOf(answers);
    memories = List.copyOf(memories);
    story = List.copyOf(story);
  }

  /// One mailbox. The same message may be put into several.
  public record Filing(Arrival.Target target, Flags flags, Content content) {}

  /// What is stored or sent.
  public sealed interface Content {

    /// The message as it came.
    record AsItCame() implements Content {}

    /// Compared by identity: actions between which nothing was edited share one.
    record Edited(SieveMessage message) implements Content {}

    /// A message that the filter itself has made.
    final class Written implements Content {
      private final byte[] octets;

      Written(byte[] octets) {
        this.octets = octets.clone();
      }

      public byte[] octets() {
        return octets.clone();
      }
    }

    Content AS_IT_CAME = new AsItCame();
  }

  /// An address that the message is sent on to.
  ///
  /// @param copy whether the message is kept all the same, so that nothing is lost when nobody is
  ///   at that address
  /// @param options for the transport
  public record Redirection(
      EmailAddress to, Content content, boolean copy, DeliveryOptions options) {}

  /// A message to somebody, from nobody.
  ///
  /// @param told what it is, for the story
  public record Answer(EmailAddress to, Content.Written message, String told) {}

  /// The message is not wanted.
  ///
  /// @param reason for the sender, any text
  public record Rejection(String reason) {}

  /// The same message kept at its place instead of being refused.
  ///
  /// @param why for the story
  public Filtered keptInstead(String why) {
    var told = new java.util.ArrayList<>(story);
    told.add(why);
    return new Filtered(List.of(otherwise), otherwise, redirections, answers, null, memories, told);
  }

  /// The same, and kept at its place unless it is in a mailbox already.
  public Filtered keptAsWell(String why) {
    if (filings.stream().anyMatch(filing -> !(filing.content() instanceof Content.Written)))
      return this;
    var told = new java.util.ArrayList<>(story);
    told.add(why);
    var all = new java.util.ArrayList<>(filings);
    all.add(otherwise);
    return new Filtered(all, otherwise, redirections, answers, rejection, memories, told);
  }

  /// The same, thrown away: its sender is told by a report.
  public Filtered reported() {
    return new Filtered(List.of(), otherwise, List.of(), answers, rejection, memories, story);
  }
}
