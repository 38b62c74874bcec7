package org.posthorn.app;

import org.jspecify.annotations.Nullable;
import org.posthorn.app.DirectoryRequest.AccountChange;
import org.posthorn.app.DirectoryRequest.Password;
import picocli.CommandLine.Option;

/// The options that say what an account shall be.
final class AccountOptions {
  @Option(names = "--name", paramLabel = "NAME", description = "The person's name.")
  private @Nullable String name;

  @Option(
      names = "--quota",
      paramLabel = "SIZE",
      description = "How much it may hold: 5G, 500M, or none.")
  private @Nullable String quota;

  @Option(
      names = "--quota-messages",
      paramLabel = "NUMBER",
      description = "How many messages it may hold; 0 is no limit.")
  private @Nullable Long quotaMessages;

  @Option(names = "--on", description = "Let mail and logins in.")
  private boolean on;

  @Option(names = "--off", description = "Keep the mail, take no more, let nobody log in.")
  private boolean off;

  @Option(names = "--admin", description = "It may change everything in the directory.")
  private boolean admin;

  @Option(names = "--no-admin", description = "It may not.")
  private boolean noAdmin;

  @Option(
      names = "--moved-to",
      paramLabel = "HOST[:PORT]",
      description = "Its mail is at another server now: refuse logins, and say where it is.")
  private @Nullable String movedTo;

  @Option(
      names = "--better-at",
      paramLabel = "HOST[:PORT]",
      description = "Let it in, and tell IMAP clients to go to another server.")
  private @Nullable String betterAt;

  @Option(names = "--not-moved", description = "Its mail is here.")
  private boolean notMoved;

  AccountChange change(@Nullable Password password) throws AdminRefused {
    return new AccountChange(
        name,
        either(on, off, "--on and --off"),
        either(admin, noAdmin, "--admin and --no-admin"),
        quota,
        quotaMessages,
        referral(),
        password);
  }

  private @Nullable String referral() throws AdminRefused {
    int given = (movedTo == null ? 0 : 1) + (betterAt == null ? 0 : 1) + (notMoved ? 1 : 0);
    if (given > 1)
      throw new AdminRefused("Only one of --moved-to, --better-at and --not-moved can be.");
    if (movedTo != null) return "moved " + movedTo;
    if (betterAt != null) return "advised " + betterAt;
    return notMoved ? "none" : null;
  }

  private static @Nullable Boolean either(boolean yes, boolean no, String names)
      throws AdminRefused {
    if (yes && no) throw new AdminRefused(names + " cannot both be.");
    return yes ? Boolean.TRUE : no ? Boolean.FALSE : null;
  }
}
