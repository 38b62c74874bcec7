package org.posthorn.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionInputTest {
  private static final int MAX = 100;

  /// Tells what it reads: `LF:` or `CRLF:` and the line, or how long it was and its two ends.
  private static String tell(LineRead read) {
    return switch (read) {
      case LineRead.Line(var bytes, var ending) -> ending + ":" + text(bytes);
      case LineRead.TooLong(var head, var tail, var length, var ending) ->
          ending + ":too long:" + length + ":" + excerpt(head) + ".." + excerpt(tail);
      case LineRead.End() -> "end";
    };
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String excerpt(byte[] bytes) {
    var text = text(bytes);
    return text.substring(0, 3) + "~" + text.substring(text.length() - 3) + "=" + text.length();
  }

  private static void echo(Connection connection) throws IOException {
    while (true) {
      var told = tell(connection.input().readLine(MAX));
      if (told.equals("end")) return;
      connection.output().write(told + "\r\n");
      if (!connection.input().hasBuffered()) connection.output().flush();
    }
  }

  @Test
  void lines_come_whole_and_trickled() throws IOException {
    try (var server = TestServer.plain(ConnectionInputTest::echo);
        var client = server.connect()) {
      client.send("one\r\n\r\nbare\nbare\rcr\r\n");
      assertThat(client.line()).isEqualTo("CRLF:one");
      assertThat(client.line()).isEqualTo("CRLF:");
      assertThat(client.line()).isEqualTo("BARE_LF:bare");
      assertThat(client.line()).isEqualTo("CRLF:bare\rcr".replace("\r", ""));
      client.trickle("two\r\n\nthree\n");
      assertThat(client.line()).isEqualTo("CRLF:two");
      assertThat(client.line()).isEqualTo("BARE_LF:");
      assertThat(client.line()).isEqualTo("BARE_LF:three");
    }
  }

  @Test
  void a_line_of_just_the_limit_is_a_line_and_one_byte_more_is_not() throws IOException {
    try (var server = TestServer.plain(ConnectionInputTest::echo);
        var client = server.connect()) {
      for (var ending : new String[] {"\r\n", "\n"}) {
        client.send("x".repeat(MAX) + ending);
        assertThat(client.line()).endsWith(":" + "x".repeat(MAX));
        client.trickle("x".repeat(MAX) + ending);
        assertThat(client.line()).endsWith(":" + "x".repeat(MAX));
        client.send("x".repeat(MAX + 1) + ending);
        assertThat(client.line()).contains(":too long:" + (MAX + 1) + ":");
        client.trickle("x".repeat(MAX + 1) + ending);
        assertThat(client.line()).contains(":too long:" + (MAX + 1) + ":");
      }
    }
  }

  @Test
  void the_rest_of_an_over_long_line_is_skipped_in_bounded_memory() throws IOException {
    var connections = new LinkedBlockingQueue<Connection>();
    try (var server =
            TestServer.plain(connection -> {
              connections.add(connection);
              echo(connection);
            });
        var client = server.connect()) {
      client.send("abc" + "x".repeat(3_000_000) + "xyz\r\nnext\r\n");
      assertThat(client.line()).isEqualTo("CRLF:too long:3000006:abc~xxx=256..xxx~xyz=256");
      assertThat(client.line()).isEqualTo("CRLF:next");
      client.trickle("abc" + "x".repeat(600) + "{7+}\nnext\n");
      assertThat(client.line()).isEqualTo("BARE_LF:too long:607:abc~xxx=256..xxx~7+}=256");
      assertThat(client.line()).isEqualTo("BARE_LF:next");
      // The ending is no part of either end, and pieces make no difference.
      client.trickle("abc" + "x".repeat(150) + "\r\n");
      assertThat(client.line()).isEqualTo("CRLF:too long:153:abc~xxx=153..abc~xxx=153");
      assertThat(connections.remove().input().bufferBytes())
          .isLessThanOrEqualTo(BufferPool.BUFFER_BYTES);
    }
  }

  @Test
  void a_line_may_be_larger_than_any_buffer_in_the_pool() throws IOException {
    try (var server =
            TestServer.plain(connection -> {
              var read = connection.input().readLine(100_000);
              connection.output().write(tell(read).length() + "\r\n");
            });
        var client = server.connect()) {
      client.send("x".repeat(99_999) + "\r\n");
      assertThat(client.line()).isEqualTo("" + (99_999 + 5));
    }
  }

  @Test
  void literals_of_any_size_are_read_between_lines() throws IOException {
    try (var server =
            TestServer.plain(connection -> {
              var in = connection.input();
              while (in.readLine(MAX) instanceof LineRead.Line line) {
                var literal = in.readFully(Integer.parseInt(text(line.bytes())));
                var sum = 0L;
                for (byte octet : literal) sum = sum * 31 + octet;
                connection.output().write(sum + "\r\n");
                connection.output().flush();
              }
            });
        var client = server.connect()) {
      for (int size : new int[] {0, 1, 511, 512, 513, 16_384, 200_000}) {
        var literal = new byte[size];
        var sum = 0L;
        for (int i = 0; i < size; i++) {
          literal[i] = (byte) (i * 7);
          sum = sum * 31 + literal[i];
        }
        client.send(size + "\r\n");
        client.send(literal);
        assertThat(client.line()).isEqualTo("" + sum);
      }
    }
  }

  @Test
  void bulk_data_is_seen_in_the_buffer_and_what_is_not_consumed_stays() throws IOException {
    try (var server =
            TestServer.plain(connection -> {
              var in = connection.input();
              in.readLine(MAX);
              long total = 0;
              while (true) {
                var here = in.peek();
                int end = 0;
                while (end < here.remaining() && here.get(here.position() + end) != '.') end++;
                in.consume(end);
                total += end;
                if (end < here.remaining()) break;
              }
              in.consume(1);
              connection.output().write(total + " " + tell(in.readLine(MAX)) + "\r\n");
            });
        var client = server.connect()) {
      client.send("DATA\r\n" + "y".repeat(1_000_000) + ".QUIT\r\n");
      assertThat(client.line()).isEqualTo("1000000 CRLF:QUIT");
    }
  }

  @Test
  void a_refused_literal_is_skipped() throws IOException {
    try (var server =
            TestServer.plain(connection -> {
              connection.input().skipFully(100_000);
              echo(connection);
            });
        var client = server.connect()) {
      client.send("z".repeat(100_000) + "next\r\n");
      assertThat(client.line()).isEqualTo("CRLF:next");
    }
  }

  @Test
  void an_idle_connection_holds_a_small_buffer_whatever_came_before() throws Exception {
    var connections = new LinkedBlockingQueue<Connection>();
    try (var server =
            TestServer.plain(connection -> {
              connections.add(connection);
              echo(connection);
            });
        var client = server.connect()) {
      client.send("NOOP\r\n".repeat(20_000));
      for (int i = 0; i < 20_000; i++) assertThat(client.line()).isEqualTo("CRLF:NOOP");
      var input = connections.remove().input();
      // The session gets back to waiting just after it has answered.
      TestServer.await(() -> input.bufferBytes() == ConnectionInput.IDLE_BUFFER_BYTES);
    }
  }

  @Test
  void pipelined_commands_are_seen_and_answered_in_one_flush() throws IOException {
    var flushes = new LinkedBlockingQueue<Integer>();
    try (var server =
            TestServer.plain(connection -> {
              connection.input().readLine(MAX);
              flushes.add(connection.input().buffered());
              connection.input().readLine(MAX);
              flushes.add(connection.input().buffered());
              connection.output().write("done\r\n");
            });
        var client = server.connect()) {
      client.send("one\r\ntwo\r\n");
      assertThat(client.line()).isEqualTo("done");
      assertThat(flushes).containsExactly(5, 0);
    }
  }

  @Test
  void a_silent_peer_is_told_so() throws IOException {
    try (var server = TestServer.plain(connection -> patient(connection, 30, 60_000));
        var client = server.connect()) {
      assertThat(client.line()).isEqualTo("timeout");
      assertThat(client.line()).isEqualTo("<end>");
    }
  }

  @Test
  void a_peer_that_trickles_a_line_is_told_so_though_it_is_never_idle() throws Exception {
    var go = new CountDownLatch(1);
    try (var server = TestServer.plain(connection -> patient(connection, 60_000, 100));
        var client = server.connect()) {
      var trickler =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (!go.await(5, TimeUnit.MILLISECONDS)) client.send("x");
                } catch (IOException | InterruptedException _) {
                  // The server has closed.
                }
              });
      assertThat(client.line()).isEqualTo("timeout");
      go.countDown();
      trickler.join();
    }
  }

  @Test
  void a_deadline_ends_bulk_data_that_trickles() throws Exception {
    try (var server =
            TestServer.plain(connection -> {
              connection.input().deadline(Duration.ofMillis(60));
              try {
                connection.input().skipFully(1_000_000);
              } catch (ReadTimeoutException _) {
                connection.output().write("timeout\r\n");
              }
            });
        var client = server.connect()) {
      client.send("x".repeat(1000));
      assertThat(client.line()).isEqualTo("timeout");
    }
  }

  private static void patient(Connection connection, int idleMillis, int lineMillis)
      throws IOException {
    connection.input().idleTimeout(Duration.ofMillis(idleMillis));
    connection.input().lineTimeout(Duration.ofMillis(lineMillis));
    try {
      connection.input().readLine(1_000_000);
    } catch (ReadTimeoutException _) {
      connection.output().write("timeout\r\n");
    }
  }

  @Test
  void an_unfinished_last_line_is_dropped() throws Exception {
    try (var server = TestServer.plain(connection -> finish(connection));
        var client = server.connect()) {
      client.send("unfini");
      client.socket.shutdownOutput();
      assertThat(client.line()).isEqualTo("end");
    }
  }

  private static void finish(Connection connection) throws IOException {
    connection.output().write(tell(connection.input().readLine(MAX)) + "\r\n");
  }
}
