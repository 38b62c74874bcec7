package org.posthorn.domain.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.delivery.DeliveryJob.Copy;
import org.posthorn.domain.delivery.FilterStep.Dialogue;
import org.posthorn.domain.filters.Filtered;
import org.posthorn.domain.fragment.Bearer;
import org.posthorn.wire.smtp.ReversePath;

/// What becomes of messages that filters do not want (RFC 5429 §2). Owned by a [FilterStep].
///
/// The dialogue takes one answer for a group, so a group is refused when all of it wants that.
/// Where others get the message, our own users are told by a report. Strangers never are: their
/// reverse-path may be anybody's. That it does not come to that is taken care of at RCPT, where
/// accounts whose scripts can reject get a transaction of their own ([Delivery#decidesAlone]).
/// Where it comes to it nevertheless, by an administrator's script or one that was made active in
/// between, nobody gets it, and the sender's own server says why.
final class Rejecting {

  private final Handover handover;
  private final Dialogue dialogue;
  private final SuccessReports reports;

  /// Shared with the step.
  private final Map<Copy, Filtered> copies;

  private final Map<Recipient, String> rejected = new HashMap<>();
  private final Set<Recipient> reported = new HashSet<>();
  private final List<ServerPost> posts = new ArrayList<>();

  Rejecting(
      Handover handover, Dialogue dialogue, SuccessReports reports, Map<Copy, Filtered> copies) {
    this.handover = handover;
    this.dialogue = dialogue;
    this.reports = reports;
    this.copies = copies;
  }

  /// With the text for the sender.
  Map<Recipient, String> rejected() {
    return rejected;
  }

  /// Those of the handover of whom the sender is told by a report that they do not want it.
  Set<Recipient> reported() {
    return reported;
  }

  List<ServerPost> posts() {
    return posts;
  }

  /// Whether a filter can refuse a message for this recipient: of an address that leads to several
  /// accounts, none refuses a stranger's mail for the others.
  boolean isPossible(Recipient recipient) {
    if (isReportable()) return true;
    boolean alone =
        recipient.accounts().size() == 1
            && recipient.elsewhere().isEmpty()
            && recipient.posts().isEmpty();
    return alone && dialogue == Dialogue.OPEN;
  }

  private boolean isReportable() {
    var bearer = handover.bearer();
    boolean ours =
        handover.envelope().author() != null
            || (bearer != null && bearer.standing() == Bearer.Standing.OURS);
    return ours && handover.envelope().from() instanceof ReversePath.Mailbox;
  }

  /// @param group as it was handed over
  /// @param after with those that filters add, in the same order
  void settle(List<Recipient> group, List<Recipient> after) throws IOException {
    boolean all = dialogue == Dialogue.OPEN;
    var refusing = new ArrayList<Integer>();
    for (int i = 0; i < after.size(); i++) {
      var texts = texts(after.get(i));
      all &= after.get(i).copies().count() == texts.size();
      all &= !after.get(i).isElsewhere();
      if (!texts.isEmpty()) refusing.add(i);
    }
    for (int i : refusing) {
      var text = texts(after.get(i)).getFirst();
      if (all || !isReportable()) {
        rejected.put(after.get(i), text);
        continue;
      }
      reported.add(group.get(i));
      report(after.get(i), text);
    }
  }

  private List<String> texts(Recipient recipient) {
    return recipient.copies().map(this::text).filter(text -> text != null).toList();
  }

  private @Nullable String text(Copy copy) {
    var filtered = copies.get(copy);
    var rejection = filtered == null ? null : filtered.rejection();
    return rejection == null ? null : rejection.reason();
  }

  private void report(Recipient recipient, String text) throws IOException {
    var report = reports.rejected(handover, recipient, text);
    if (report != null) posts.add(report);
    recipient
        .copies()
        .forEach(copy -> {
          if (text(copy) != null) copies.computeIfPresent(copy, (_, it) -> it.reported());
        });
  }
}
