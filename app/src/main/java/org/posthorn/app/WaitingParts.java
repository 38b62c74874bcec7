package org.posthorn.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminRequest.QueueSelection;
import org.posthorn.app.QueueAnswer.QueuedMessage;
import org.posthorn.domain.delivery.Defragmentation;
import org.posthorn.domain.fragment.Fragments.Listed;
import org.posthorn.wire.smtp.ReversePath;

/// Parts of messages that wait for each other, as the commands of the queue see them: all parts of
/// a message are one entry.
final class WaitingParts {

  /// Beside those of the queue.
  static final String STATE = "joining";

  private final @Nullable Defragmentation defragmentation;
  private final InstantSource clock;

  /// @param defragmentation null: nothing ever waits
  WaitingParts(@Nullable Defragmentation defragmentation, InstantSource clock) {
    this.defragmentation = defragmentation;
    this.clock = clock;
  }

  List<QueuedMessage> list(QueueSelection selection, int limit) {
    if (defragmentation == null) return List.of();
    return defragmentation.waiting().stream()
        .filter(which(selection))
        .limit(limit)
        .map(WaitingParts::answer)
        .toList();
  }

  /// Sends them on; how many messages.
  int release(QueueSelection selection) {
    return defragmentation == null ? 0 : defragmentation.release(which(selection));
  }

  int delete(QueueSelection selection) {
    return defragmentation == null ? 0 : defragmentation.delete(which(selection));
  }

  /// They go nowhere yet, so no destination is theirs.
  private Predicate<Listed> which(QueueSelection selection) {
    var state = selection.state();
    if (selection.destination() != null || (state != null && !isTheirs(state))) return _ -> false;
    var older = selection.olderThan();
    var until = older == null ? Instant.MAX : clock.instant().minus(Duration.ofSeconds(older));
    var message = selection.message();
    return listed ->
        isSender(selection.sender(), sender(listed))
            && listed.recipients().stream()
                .anyMatch(it -> has(it.toString(), selection.recipient()))
            && (message == null || listed.messageIds().contains(message))
            && has(reason(listed), selection.reason())
            && listed.group().first().isBefore(until);
  }

  static boolean isTheirs(String state) {
    return state.equalsIgnoreCase(STATE);
  }

  /// Empty asks for those without sender.
  private static boolean isSender(@Nullable String wanted, String sender) {
    return "".equals(wanted) ? sender.equals("<>") : has(sender, wanted);
  }

  private static boolean has(String text, @Nullable String part) {
    return part == null || text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  private static String sender(Listed listed) {
    return listed.group().sender() instanceof ReversePath.Mailbox(var address)
        ? address.toString()
        : "<>";
  }

  private static String reason(Listed listed) {
    var group = listed.group();
    return "%s of \"%s\" are here".formatted(group.counted(), group.partId());
  }

  private static QueuedMessage answer(Listed listed) {
    var group = listed.group();
    return new QueuedMessage(
        group.id().toString(),
        listed.messageIds().getFirst(),
        "",
        sender(listed),
        listed.recipients().stream().map(Object::toString).toList(),
        STATE,
        "normal",
        group.octets(),
        group.first(),
        group.due(),
        group.due(),
        0,
        reason(listed));
  }
}
