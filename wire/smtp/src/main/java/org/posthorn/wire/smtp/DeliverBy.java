package org.posthorn.wire.smtp;

import java.util.regex.Pattern;

/// By when a message is to have arrived, and what is done when it has not (DELIVERBY, RFC 2852 §4).
///
/// @param seconds from the moment at which MAIL was said; may be past with [Mode#NOTIFY]
/// @param trace whether relays that do not know the extension are to be reported
public record DeliverBy(int seconds, Mode mode, boolean trace) {

  /// What is done when the time is over.
  public enum Mode {
    /// The sender is told, and the message goes on.
    NOTIFY,
    /// The message goes back.
    RETURN
  }

  /// `by-time = ["-" / "+"]1*9digit`
  public static final int MAX_SECONDS = 999_999_999;

  /// `by-value = by-time";"by-mode[by-trace]`
  private static final Pattern VALUE =
      Pattern.compile("([-+]?[0-9]{1,9});([NR])(T?)", Pattern.CASE_INSENSITIVE);

  public DeliverBy {
    if (Math.abs((long) seconds) > MAX_SECONDS)
      throw new IllegalArgumentException("by " + seconds + " s");
    if (mode == Mode.RETURN && seconds <= 0)
      throw new IllegalArgumentException("nothing can arrive in the past");
  }

  /// @throws IllegalArgumentException it is none
  static DeliverBy parse(String value) {
    var parts = VALUE.matcher(value);
    if (!parts.matches()) throw new IllegalArgumentException("no by-value");
    var mode = parts.group(2).equalsIgnoreCase("R") ? Mode.RETURN : Mode.NOTIFY;
    return new DeliverBy(Integer.parseInt(parts.group(1)), mode, !parts.group(3).isEmpty());
  }

  public EsmtpParameter parameter() {
    return new EsmtpParameter("BY", seconds + ";" + mode.name().charAt(0) + (trace ? "T" : ""));
  }
}
