package org.posthorn.domain.delivery;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.queue.NewMail;
import org.posthorn.domain.queue.Priority;
import org.posthorn.domain.relay.OutgoingMail.Wishes;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.ReversePath;

/// What comes with a message besides its octets and its recipients.
///
/// @param id by which the story of the message is told
/// @param author who has logged in to send it; null when nobody has
/// @param timing when it came, and when it may leave
/// @param story how it came, in lines, for its trace
public record Envelope(
    String id,
    ReversePath from,
    @Nullable Account author,
    Wishes wishes,
    Priority priority,
    NewMail.Timing timing,
    List<String> story) {

  public Envelope {
    story = List.copyOf(story);
  }

  /// The same with more to tell.
  public Envelope with(List<String> lines) {
    if (lines.isEmpty()) return this;
    var told = Stream.concat(story.stream(), lines.stream()).toList();
    return new Envelope(id, from, author, wishes, priority, timing, told);
  }

  /// Mail that nobody has sent from anywhere: what the server itself has to say.
  public static Envelope ofServer(String id, NewMail.Timing timing, String story) {
    return new Envelope(
        id, new ReversePath.Null(), null, Wishes.NONE, Priority.NORMAL, timing, List.of(story));
  }

  /// The same from somebody else, with what he asks for.
  Envelope from(ReversePath sender, @Nullable DsnReturn ret) {
    var asked = new Wishes(ret, null, wishes.header(), wishes.tls());
    return new Envelope(id, sender, author, asked, priority, timing, story);
  }
}
