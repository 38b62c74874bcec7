package org.posthorn.domain.delivery;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.HeaderFields;

/// What lists say to a message once it is there: how large it is, and whether it comes from a list.
/// Without a list among the recipients nothing is read.
final class PostCheck {

  private PostCheck() {}

  /// Why recipients that are lists do not get it.
  static Map<Recipient, Refusal> refusals(List<Recipient> recipients, Spool message)
      throws IOException {
    if (recipients.stream().allMatch(recipient -> due(recipient).isEmpty())) return Map.of();
    var refusals = new HashMap<Recipient, Refusal>();
    var header = ListFields.header(message);
    for (var recipient : recipients)
      for (var post : due(recipient)) {
        var refusal = refusal(post, header, message.size());
        if (refusal != null) refusals.putIfAbsent(recipient, refusal);
      }
    return refusals;
  }

  private static List<Post> due(Recipient recipient) {
    return recipient.posts().stream().filter(post -> post.check() == Post.Check.DUE).toList();
  }

  private static @Nullable Refusal refusal(Post post, HeaderFields header, long octets) {
    if (octets > post.maxOctets()) return Refusal.LARGER_THAN_LIST;
    return switch (ListFields.before(header, post.form())) {
      case NO -> null;
      case AT_THIS_LIST -> Refusal.LIST_LOOP;
      // RFC 2919 §7: an id that we do not know is not passed on, and taking it out would break
      // signatures.
      case AT_ANOTHER -> Refusal.FROM_ANOTHER_LIST;
    };
  }
}
