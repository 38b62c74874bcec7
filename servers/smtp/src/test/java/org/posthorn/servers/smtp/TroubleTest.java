package org.posthorn.servers.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.StorageException;
import org.slf4j.LoggerFactory;

/// What a client hears when something is wrong on our side.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TroubleTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(SmtpSession.class);
  private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
  private House house;

  @BeforeAll
  void open() throws IOException {
    house = new House();
    logger.setAdditive(false);
    logger.addAppender(heard);
    heard.start();
  }

  @AfterAll
  void close() throws IOException {
    logger.detachAppender(heard);
    logger.setAdditive(true);
    house.close();
  }

  private ILoggingEvent last() {
    return List.copyOf(heard.list).getLast();
  }

  /// The reply to a message while the store fails; afterwards it works again in the same session.
  private String answer(RuntimeException trouble) throws IOException {
    int before = house.inbox("romeo").size();
    try (var client = Client.greeted(house.port(Flavour.SMTP))) {
      client.begin("", "romeo@example.test");
      house.trouble(trouble);
      client.send("Subject: unlucky\r\n\r\n.\r\n");
      var answer = client.reply();
      house.trouble(null);
      assertThat(house.inbox("romeo")).hasSize(before);
      client.begin("", "romeo@example.test");
      client.send("Subject: lucky\r\n\r\n.\r\n");
      assertThat(client.reply()).startsWith("250 2.0.0");
      return answer;
    } finally {
      house.trouble(null);
    }
  }

  @Test
  void a_full_store_is_452() throws IOException {
    assertThat(answer(new StorageException.Full("disk full", null)))
        .isEqualTo("452 4.3.1 no room on the server, try again later");
    assertThat(last().getLevel()).isEqualTo(Level.WARN);
    assertThat(last().getKeyValuePairs().toString()).contains("disk full");
  }

  @Test
  void an_absent_store_is_451() throws IOException {
    assertThat(answer(new StorageException.Unavailable("gone", null))).startsWith("451 4.3.0");
  }

  @Test
  void a_bug_is_451_and_shows_no_stack() throws IOException {
    assertThat(answer(new IllegalStateException("secret details")))
        .isEqualTo("451 4.3.0 the server cannot do this now, try again later");
    assertThat(last().getLevel()).isEqualTo(Level.ERROR);
    assertThat(last().getThrowableProxy().getStackTraceElementProxyArray()).isNotEmpty();
  }

  @Test
  void lmtp_hears_it_for_each_recipient() throws IOException {
    try (var client = new Client(house.port(Flavour.LMTP))) {
      client.reply();
      client.say("LHLO client.example.test");
      client.begin("", "romeo@example.test", "juliet@example.test");
      house.trouble(new StorageException.Full("disk full", null));
      client.send(".\r\n");
      assertThat(client.reply()).startsWith("452 4.3.1");
      assertThat(client.reply()).startsWith("452 4.3.1");
      assertThat(client.say("NOOP")).startsWith("250");
    } finally {
      house.trouble(null);
    }
  }

  @Test
  void rcpt_hears_it_too() throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SMTP))) {
      client.say("MAIL FROM:<>");
      house.trouble(new StorageException.Unavailable("gone", null));
      // Only a quota makes RCPT ask the mail store.
      assertThat(client.say("RCPT TO:<full@example.test>")).startsWith("451 4.3.0");
      house.trouble(null);
      assertThat(client.say("RCPT TO:<romeo@example.test>")).startsWith("250");
    } finally {
      house.trouble(null);
    }
  }

  @Test
  void a_spool_that_cannot_be_written_keeps_the_session_in_step() throws IOException {
    LongFunction<Spool> nowhere = limit -> Spool.in(Path.of("/nonexistent"), limit);
    try (var client = Client.greeted(house.listen(Flavour.SMTP, nowhere))) {
      client.begin("", "romeo@example.test");
      client.send(("x".repeat(998) + "\r\n").repeat(400) + ".\r\n");
      assertThat(client.reply()).startsWith("451 4.3.0");
      assertThat(client.say("NOOP")).startsWith("250");
      client.say("MAIL FROM:<>");
      client.say("RCPT TO:<romeo@example.test>");
      client.send("BDAT 400000 LAST\r\n" + "y".repeat(400_000));
      assertThat(client.reply()).startsWith("451 4.3.0");
      assertThat(client.say("NOOP")).startsWith("250");
    }
  }
}
