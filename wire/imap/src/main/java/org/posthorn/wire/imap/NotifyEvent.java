package org.posthorn.wire.imap;

import org.jspecify.annotations.Nullable;

/// What NOTIFY can announce (RFC 5465 §5).
public enum NotifyEvent {
  MESSAGE_NEW("MessageNew"),
  MESSAGE_EXPUNGE("MessageExpunge"),
  FLAG_CHANGE("FlagChange"),
  /// Of annotations of messages.
  ANNOTATION_CHANGE("AnnotationChange"),
  MAILBOX_NAME("MailboxName"),
  SUBSCRIPTION_CHANGE("SubscriptionChange"),
  MAILBOX_METADATA_CHANGE("MailboxMetadataChange"),
  SERVER_METADATA_CHANGE("ServerMetadataChange");

  private final String text;

  NotifyEvent(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /// Whether it is about messages: `message-event`.
  public boolean isOfMessages() {
    return switch (this) {
      case MESSAGE_NEW, MESSAGE_EXPUNGE, FLAG_CHANGE, ANNOTATION_CHANGE -> true;
      case MAILBOX_NAME, SUBSCRIPTION_CHANGE, MAILBOX_METADATA_CHANGE, SERVER_METADATA_CHANGE ->
          false;
    };
  }

  static @Nullable NotifyEvent named(String text) {
    for (var event : values()) if (event.text.equalsIgnoreCase(text)) return event;
    return null;
  }
}
