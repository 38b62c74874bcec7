package org.posthorn.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionTest {
  private static final class Notes implements Transcript {
    final List<String> notes = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void received(byte[] line) {
      notes.add("C: " + new String(line, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void sent(byte[] bytes, int offset, int length) {
      notes.add("S: " + new String(bytes, offset, length, StandardCharsets.ISO_8859_1).strip());
    }

    @Override
    public void omitted(Direction direction, long bytes) {
      notes.add((direction == Direction.SENT ? "S: " : "C: ") + "(" + bytes + " bytes)");
    }
  }

  private static void answer(Connection connection, String text) throws IOException {
    connection.output().write(text + "\r\n");
    connection.output().flush();
  }

  @Test
  void a_transcript_hears_everything_but_secrets_and_data() throws IOException {
    var notes = new Notes();
    try (var server =
            TestServer.plain(connection -> {
              var in = connection.input();
              connection.transcript(notes);
              answer(connection, "220 ready");
              in.readLine(100);
              answer(connection, "250 ok");
              in.readLine(100);
              connection.concealLastLine();
              connection.conceal();
              answer(connection, "334 challenge");
              in.readLine(100);
              connection.reveal();
              answer(connection, "235 welcome");
              in.readLine(100);
              in.skipFully(10);
              in.readLine(100);
            });
        var client = server.connect()) {
      client.send("EHLO there\r\nAUTH PLAIN c2VjcmV0\r\nbW9yZSBzZWNyZXQ=\r\nDATA\r\n");
      client.send("0123456789QUIT\r\n");
      for (int i = 0; i < 4; i++) client.line();
      assertThat(client.line()).isEqualTo("<end>");
    }
    assertThat(notes.notes)
        .containsExactly(
            "S: 220 ready",
            "C: EHLO there",
            "S: 250 ok",
            "C: (19 bytes)",
            "S: (15 bytes)",
            "C: (16 bytes)",
            "S: 235 welcome",
            "C: DATA",
            "C: (10 bytes)",
            "C: QUIT");
  }

  @Test
  void output_waits_for_a_flush_and_its_buffer_is_let_go() throws IOException {
    var told = new LinkedBlockingQueue<String>();
    try (var server =
            TestServer.plain(connection -> {
              var out = connection.output();
              told.add(out.buffered() + "/" + out.bufferBytes());
              out.write("grüße\r\n");
              told.add(out.buffered() + "/" + out.bufferBytes());
              out.write("x".repeat(2000) + "\r\n");
              told.add(out.buffered() + "/" + out.bufferBytes());
              out.flush();
              told.add(out.buffered() + "/" + out.bufferBytes());
              told.add(out.count() + " sent, " + connection.input().count() + " received");
            });
        var client = server.connect()) {
      assertThat(client.line()).isEqualTo("grüße");
      assertThat(client.line()).hasSize(2000);
      assertThat(client.line()).isEqualTo("<end>");
      assertThat(told)
          .containsExactly("0/0", "9/512", "2011/16384", "0/0", "2011 sent, 0 received");
    }
  }

  @Test
  void output_of_every_size_arrives_in_order() throws IOException {
    try (var server =
            TestServer.plain(connection -> {
              for (int size = 0; size < 40_000; size = size * 2 + 1) {
                connection.output().write("y".repeat(size));
                connection.output().write('\r');
                connection.output().write('\n');
              }
            });
        var client = server.connect()) {
      for (int size = 0; size < 40_000; size = size * 2 + 1)
        assertThat(client.line()).hasSize(size);
      assertThat(client.line()).isEqualTo("<end>");
    }
  }

  @Test
  void one_thread_may_write_while_another_waits_for_a_line() throws IOException {
    try (var server =
            TestServer.plain(connection -> {
              var events = new LinkedBlockingQueue<LineRead>();
              Thread.ofVirtual()
                  .start(() -> {
                    try {
                      events.add(connection.input().readLine(100));
                    } catch (IOException _) {
                      events.add(new LineRead.End());
                    }
                  });
              for (int i = 0; i < 3; i++) answer(connection, "* " + i + " EXISTS");
              try {
                answer(connection, events.take().getClass().getSimpleName());
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
        var client = server.connect()) {
      for (int i = 0; i < 3; i++) assertThat(client.line()).isEqualTo("* " + i + " EXISTS");
      client.send("DONE\r\n");
      assertThat(client.line()).isEqualTo("Line");
    }
  }

  /// Closing with unread input would make the kernel send a reset.
  @Test
  void the_last_words_arrive_though_the_peer_goes_on_sending() throws IOException {
    try (var server =
            TestServer.plain(connection -> {
              connection.input().readLine(100);
              connection.output().write("500 enough\r\n");
            });
        var client = server.connect()) {
      client.send("QUIT\r\n" + "junk\r\n".repeat(1000));
      assertThat(client.line()).isEqualTo("500 enough");
      assertThat(client.line()).isEqualTo("<end>");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.129, true",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false"
  })
  void a_block_contains_its_addresses(String block, String address, boolean contained) {
    assertThat(Cidr.parse(block).contains(java.net.InetAddress.ofLiteral(address)))
        .isEqualTo(contained);
  }
}
