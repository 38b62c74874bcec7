package org.posthorn.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// Log lines for people: time, level, room, message, then the values by name.
final class TextLogLines extends EncoderBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    var line = new StringBuilder(120);
    TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
    line.append(' ').append(event.getLevel());
    line.repeat(" ", 6 - event.getLevel().toString().length());
    line.append(room(event.getLoggerName())).append("  ");
    // A line is a line, whatever somebody sent us.
    appendOneLine(line, event.getFormattedMessage());
    var values = event.getKeyValuePairs();
    if (values != null)
      for (var value : values) {
        line.append(' ').append(value.key).append('=');
        appendOneLine(line, String.valueOf(value.value));
      }
    line.append('\n');
    if (event.getThrowableProxy() != null)
      line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
    return line.toString().getBytes(UTF_8);
  }

  /// `org.posthorn.servers.smtp.SmtpSession` is `smtp`.
  static String room(String logger) {
    var parts = logger.split("\\.", -1);
    return logger.startsWith("org.posthorn.") && parts.length > 2
        ? parts[parts.length - 2]
        : logger;
  }

  private static void appendOneLine(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c != 0x7f) line.append(c);
      else line.append("\\x%02x".formatted((int) c));
    }
  }
}
