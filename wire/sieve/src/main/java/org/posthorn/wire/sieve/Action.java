package org.posthorn.wire.sieve;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.EmailAddress;

/// One thing to do with the message, decided by a script. Each carries the message as it was when
/// the script came to it, edits included.
public sealed interface Action {

  /// The command that asked for it; null for the implicit keep.
  @Nullable Position at();

  /// What happens without a script: into the owner's INBOX; at IMAP events it stays where it is.
  ///
  /// @param flags null: nothing was said about flags, so that the message has those it would have
  ///   without a script
  /// @param implicit RFC 5228 §2.10.2
  record Keep(
      @Nullable Position at, boolean implicit, @Nullable List<String> flags, SieveMessage message)
      implements Action {
    public Keep {
      if (flags != null) flags = List.copyOf(flags);
    }
  }

  record FileInto(
      Position at,
      Destination mailbox,
      @Nullable List<String> flags,
      boolean copy,
      SieveMessage message)
      implements Action {
    public FileInto {
      if (flags != null) flags = List.copyOf(flags);
    }
  }

  record Redirect(
      Position at, RedirectTo to, boolean copy, DeliveryOptions options, SieveMessage message)
      implements Action {}

  /// The sender is told that the message is not taken.
  ///
  /// @param protocolOnly `ereject`: in the dialogue whenever possible; else `reject`, which rather
  ///   keeps the exact text
  /// @param message always the message as it came in (RFC 5429 §2.4)
  record Reject(Position at, String reason, boolean protocolOnly, SieveMessage message)
      implements Action {}

  /// The implicit keep is off. Nothing to do.
  record Discard(Position at) implements Action {}

  /// An answer to the sender, when the rules allow one (RFC 5230 §4.2, §4.5, §4.6: the caller's).
  ///
  /// @param responseKey says which response it is, for remembering who got it: made of the handle,
  ///   or of the arguments before variables were filled in
  /// @param seconds how long the same sender gets no second one; null for the site's default; 0
  ///   answers everything
  /// @param days whether `seconds` came from `:days`, whose minimum is a day
  /// @param from a mailbox-list, checked
  /// @param mime the reason is a MIME entity with its own header
  record Vacation(
      Position at,
      String reason,
      boolean mime,
      @Nullable String subject,
      @Nullable String from,
      List<String> addresses,
      @Nullable Long seconds,
      boolean days,
      String responseKey,
      @Nullable FiledCopy filedCopy,
      SieveMessage message)
      implements Action {
    public Vacation {
      addresses = List.copyOf(addresses);
    }
  }

  /// Somebody is told about the message (RFC 5435).
  ///
  /// @param text null: the server's default text
  /// @param importance 1 (high) to 3 (low)
  record Notify(
      Position at,
      NotifyMethod method,
      @Nullable String from,
      int importance,
      List<String> options,
      @Nullable String text,
      @Nullable FiledCopy filedCopy,
      SieveMessage message)
      implements Action {
    public Notify {
      options = List.copyOf(options);
    }
  }

  /// Where a message or a copy is put.
  ///
  /// @param name is taken when there is no id or special use, or nobody has it
  /// @param objectId RFC 9042: goes first
  /// @param specialUse RFC 8579: a mailbox with this attribute goes first, `name` itself when it
  ///   has it
  /// @param create RFC 5490: make `name` when nothing is there (with `specialUse` when there is
  ///   one)
  record Destination(
      String name, @Nullable String objectId, @Nullable String specialUse, boolean create) {}

  /// `:fcc`: where a copy of the message that an action makes is put (RFC 8580).
  record FiledCopy(Destination mailbox, @Nullable List<String> flags) {
    public FiledCopy {
      if (flags != null) flags = List.copyOf(flags);
    }
  }

  sealed interface RedirectTo {
    record Address(EmailAddress address) implements RedirectTo {}

    /// The members of an external list (RFC 6134 §2.3), at least one.
    record ExternalList(String uri, List<EmailAddress> addresses) implements RedirectTo {
      public ExternalList {
        addresses = List.copyOf(addresses);
      }
    }
  }

  /// RFC 6009: what the script wants of the transport. When `isAsked`, the envelope sender is the
  /// owner's address unless the message's is empty (§6.1, §7.1).
  ///
  /// @param notifyOn `NEVER`, or some of `SUCCESS`, `FAILURE`, `DELAY`; empty when not asked
  /// @param ret `FULL` or `HDRS`
  record DeliveryOptions(List<String> notifyOn, @Nullable String ret, @Nullable Deadline deadline) {

    public static final DeliveryOptions NONE = new DeliveryOptions(List.of(), null, null);

    /// When it has to be there at the latest.
    ///
    /// @param returned by-mode R, else N
    public record Deadline(Instant by, boolean returned, boolean traced) {}

    public DeliveryOptions {
      notifyOn = List.copyOf(notifyOn);
    }

    public boolean isAsked() {
      return !notifyOn.isEmpty() || ret != null || deadline != null;
    }
  }
}
