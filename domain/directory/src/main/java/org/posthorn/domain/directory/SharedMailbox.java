package org.posthorn.domain.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.EmailAddress;

/// A mailbox that several people use as one: an account with an address and a quota of its own, to
/// which nobody logs in.
///
/// @param seen whose `\Seen` it is
public record SharedMailbox(Account account, Seen seen, List<Member> members) implements Audited {

  /// Members of one mailbox: LIST of each of them looks at all.
  public static final int MAX_MEMBERS = 1_000;

  public SharedMailbox {
    members = List.copyOf(members);
  }

  /// Whether members see what others have read.
  public enum Seen {
    /// What one has read is read for all.
    SHARED,
    /// Everybody has a `\Seen` of his own.
    PRIVATE
  }

  /// Somebody who uses it.
  ///
  /// @param rights at every mailbox of it that has no rights of its own for him
  /// @param sendAs whether he may send in its name
  public record Member(AccountId account, EmailAddress address, Rights rights, boolean sendAs) {}

  /// The mailbox, as one member sees it.
  public record Membership(Account account, Seen seen, Rights rights, boolean sendAs) {}

  public @Nullable Member member(AccountId id) {
    for (var member : members) if (member.account.equals(id)) return member;
    return null;
  }
}
