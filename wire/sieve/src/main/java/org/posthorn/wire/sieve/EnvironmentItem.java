package org.posthorn.wire.sieve;

/// The names of environment items (RFC 5183 §4.1, RFC 6785 §4), for `Facts.environment`. Others
/// begin with `vnd.`.
public final class EnvironmentItem {

  public static final String DOMAIN = "domain";
  public static final String HOST = "host";

  /// `MTA`, `MDA` or `MS`.
  public static final String LOCATION = "location";

  public static final String NAME = "name";

  /// `pre`, `during` or `post`.
  public static final String PHASE = "phase";

  public static final String REMOTE_HOST = "remote-host";
  public static final String REMOTE_IP = "remote-ip";
  public static final String VERSION = "version";

  public static final String IMAP_USER = "imap.user";
  public static final String IMAP_EMAIL = "imap.email";

  /// `APPEND`, `COPY` or `FLAG`. A script that sees it not empty is run for an IMAP event.
  public static final String IMAP_CAUSE = "imap.cause";

  public static final String IMAP_MAILBOX = "imap.mailbox";

  /// Flags with a blank between them.
  public static final String IMAP_CHANGED_FLAGS = "imap.changedflags";

  private EnvironmentItem() {}
}
