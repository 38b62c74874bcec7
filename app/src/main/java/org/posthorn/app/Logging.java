package org.posthorn.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/// Sets Logback up, in code, because reading a file for it costs a start a tenth of a second.
///
/// Logback finds this class by itself and gets what a short command needs: warnings, readable. The
/// server then says what it wants by [#apply].
public final class Logging extends ContextAwareBase implements Configurator {
  private static final String APPENDER = "errors";

  /// For Logback.
  public Logging() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    set(context, Level.WARN, Terminal.isOnErrors() ? Config.Format.TEXT : Config.Format.AUTO);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  static void apply(Config.Logging config) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var format = config.format();
    if (format == Config.Format.AUTO)
      format = Terminal.isOnErrors() ? Config.Format.TEXT : Config.Format.JSON;
    set(context, Level.toLevel(config.level().name()), format);
  }

  private static void set(LoggerContext context, Level level, Config.Format format) {
    var encoder = format == Config.Format.JSON ? new JsonLogLines() : new TextLogLines();
    encoder.setContext(context);
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setName(APPENDER);
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var before = root.getAppender(APPENDER);
    root.addAppender(appender);
    if (before != null) {
      root.detachAppender(before);
      before.stop();
    }
    root.setLevel(Level.WARN);
    context.getLogger("org.posthorn").setLevel(level);
  }
}
