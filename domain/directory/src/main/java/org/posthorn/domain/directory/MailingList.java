package org.posthorn.domain.directory;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;

/// An address that sends what it gets to its members, in its own name: reports on that mail go to
/// its owners, never to who has written it (RFC 5321 §3.9.2).
///
/// @param members accounts, aliases, other lists and addresses elsewhere; a list among them lends
///   its members
/// @param owners who answers for the list; `NAME-owner@` leads to them
public record MailingList(
    MailingListId id,
    EmailAddress address,
    Settings settings,
    List<Alias.Target> members,
    List<Alias.Target> owners,
    Instant created)
    implements Audited {

  /// Members, and what they lead to.
  public static final int MAX_RECIPIENTS = 10_000;

  public static final int MAX_OWNERS = 50;
  public static final int MAX_TITLE = 100;

  private static final String OWNER = "-owner";

  /// What a `List-Id` may have (RFC 2919 §2), and fits with `-owner` behind it.
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,%d}$)[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*"
              .formatted(Localpart.MAX_OCTETS - OWNER.length()));

  /// Who may write to a list. Owners always may.
  public enum Posting {
    ANYBODY,
    /// Its members; who has an address here has to log in.
    MEMBERS,
    OWNERS,
    /// Whoever has an address at the list's domain and has logged in.
    DOMAIN
  }

  /// How a list behaves.
  ///
  /// @param title for people; may be empty
  /// @param maxOctets of a message
  /// @param maxRecipients that a message may reach; with more members it is refused
  public record Settings(
      String title, boolean enabled, Posting posting, long maxOctets, int maxRecipients) {
    public static final Settings DEFAULT =
        new Settings("", true, Posting.MEMBERS, 10L << 20, 1_000);
  }

  public MailingList {
    members = List.copyOf(members);
    owners = List.copyOf(owners);
  }

  static boolean isName(Localpart localpart) {
    return NAME.matcher(localpart.text()).matches();
  }

  static Localpart ownerName(Localpart name) {
    return new Localpart(name.text() + OWNER);
  }

  /// The sender of all that the list sends, who leads to the owners.
  public EmailAddress owner() {
    return new EmailAddress(ownerName(address.localpart()), address.domain());
  }
}
