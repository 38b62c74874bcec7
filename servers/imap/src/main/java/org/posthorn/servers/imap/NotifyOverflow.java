package org.posthorn.servers.imap;

/// More is to be told than a session may ask for (RFC 5465 §5.8).
final class NotifyOverflow extends Exception {

  NotifyOverflow() {
    super("more notifications than are kept", null, false, false);
  }
}
