package org.posthorn.servers.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.wire.imap.ResponseCode.InProgress;
import org.posthorn.wire.imap.Tag;

/// INPROGRESS (RFC 9585).
class ProgressTest {

  private static final Tag TAG = new Tag("a1");

  @Test
  void it_is_told_every_ten_seconds_and_never_that_all_is_done() throws IOException {
    var seconds = new AtomicInteger();
    var told = new ArrayList<InProgress>();
    var progress = new Progress(TAG, () -> TestHouse.NOW.plusSeconds(seconds.get()), told::add);
    progress.begins(100);
    progress.decided(10);
    seconds.set(9);
    progress.decided(10);
    assertThat(told).isEmpty();
    seconds.set(10);
    progress.decided(5);
    seconds.set(19);
    progress.decided(5);
    seconds.set(40);
    progress.decided(70);
    assertThat(told).containsExactly(new InProgress(TAG, 25L, 100L));
  }

  @Test
  void of_several_searches_nobody_knows_how_far_they_are() throws IOException {
    var seconds = new AtomicInteger();
    var told = new ArrayList<InProgress>();
    var progress = new Progress(TAG, () -> TestHouse.NOW.plusSeconds(seconds.get()), told::add);
    progress.begins(1);
    progress.begins(100);
    seconds.set(10);
    progress.decided(5);
    assertThat(told).containsExactly(new InProgress(TAG, null, null));
  }

  @Test
  void a_long_search_says_that_it_is_under_way(@TempDir Path folder) throws IOException {
    try (var house = new TestHouse(folder)) {
      house.reset();
      var romeo = house.mailAccount("romeo");
      var arrivals = new ArrayList<Arrival>();
      for (int i = 0; i < 600; i++) {
        var email = NewEmail.of(("Subject: " + i + "\r\n\r\nx\r\n").getBytes(US_ASCII));
        var inbox = new Arrival.Target.Inbox();
        arrivals.add(new Arrival(romeo, inbox, email, Flags.NONE, TestHouse.NOW));
      }
      house.mail().messages().store(arrivals);
      house.hurry();
      try (var client = RawClient.loggedIn(house)) {
        client.command("a SELECT INBOX");
        assertThat(client.command("b1 SEARCH BODY nothing"))
            .isEqualTo(
                """
                * OK [INPROGRESS ("b1" 500 600)] Still at it
                * SEARCH
                b1 OK SEARCH completed
                """);
        assertThat(client.command("b] SORT (SUBJECT) UTF-8 BODY nothing"))
            .startsWith("* OK [INPROGRESS (NIL 500 600)] Still at it\n");
      }
    }
  }
}
