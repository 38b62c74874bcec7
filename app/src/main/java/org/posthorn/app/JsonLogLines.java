package org.posthorn.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.io.StringWriter;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Log lines for programs: one JSON object each, with `time`, `level`, `room`, `message`, the
/// values by name, and `stack` for our bugs.
final class JsonLogLines extends EncoderBase<ILoggingEvent> {
  private final JsonFactory json = new JsonFactory();

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
    var line = new StringWriter(200);
    try (var generator = json.createGenerator(ObjectWriteContext.empty(), line)) {
      generator.writeStartObject();
      generator.writeStringProperty("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
      generator.writeStringProperty("level", event.getLevel().toString());
      generator.writeStringProperty("room", TextLogLines.room(event.getLoggerName()));
      generator.writeStringProperty("message", event.getFormattedMessage());
      writeValues(event, generator);
      if (event.getThrowableProxy() != null)
        generator.writeStringProperty(
            "stack", ThrowableProxyUtil.asString(event.getThrowableProxy()));
      generator.writeEndObject();
    }
    return line.append('\n').toString().getBytes(UTF_8);
  }

  private static void writeValues(ILoggingEvent event, JsonGenerator generator) {
    var values = event.getKeyValuePairs();
    if (values == null) return;
    for (var value : values) {
      generator.writeName(value.key);
      switch (value.value) {
        case Integer number -> generator.writeNumber(number);
        case Long number -> generator.writeNumber(number);
        case Boolean truth -> generator.writeBoolean(truth);
        case null -> generator.writeNull();
        default -> generator.writeString(value.value.toString());
      }
    }
  }
}
