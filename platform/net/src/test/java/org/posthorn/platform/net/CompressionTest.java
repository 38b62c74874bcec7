package org.posthorn.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

class CompressionTest {
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final BufferPool pool = new BufferPool();
  private final Deflaters deflaters = new Deflaters();
  private final DeflatedOutput out = new DeflatedOutput(sent, pool, deflaters);

  /// What a peer can read of what was sent so far.
  private byte[] readable() throws IOException {
    var inflater = new Inflater(true);
    inflater.setInput(sent.toByteArray());
    var read = new ByteArrayOutputStream();
    var piece = new byte[1000];
    try {
      for (int n = inflater.inflate(piece); n > 0; n = inflater.inflate(piece))
        read.write(piece, 0, n);
    } catch (java.util.zip.DataFormatException e) {
      throw new IOException(e);
    } finally {
      inflater.end();
    }
    return read.toByteArray();
  }

  private static byte[] packed(byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var deflated = new DeflaterOutputStream(bytes, new Deflater(9, true), true)) {
      deflated.write(plain);
      deflated.flush();
      return bytes.toByteArray();
    }
  }

  @Test
  void every_byte_can_be_read_after_a_flush_whatever_the_sizes_are() throws IOException {
    var random = new Random(4978);
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < 300; i++) {
      var piece = new byte[random.nextInt(i % 20 == 0 ? 70_000 : 300)];
      if (i % 3 == 0) random.nextBytes(piece);
      else for (int k = 0; k < piece.length; k++) piece[k] = (byte) ('a' + k % (i % 26 + 1));
      out.write(piece, 0, piece.length);
      all.write(piece);
      if (random.nextBoolean()) continue;
      out.flush();
      assertThat(readable()).isEqualTo(all.toByteArray());
    }
  }

  @Test
  void nothing_but_the_history_is_held_after_a_flush() throws IOException {
    out.write("* OK hello\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(deflaters.spare()).isZero();
    out.flush();
    assertThat(deflaters.spare()).isEqualTo(1);
    assertThat(pool.spare()).isEqualTo(1);
  }

  @Test
  void what_was_said_before_makes_the_next_answer_small() throws IOException {
    var answer = new byte[600];
    new Random(1).nextBytes(answer);
    out.write(answer);
    out.flush();
    int first = sent.size();
    out.write(answer);
    out.flush();
    assertThat(sent.size() - first).isLessThan(first / 8);
    assertThat(readable()).startsWith(answer).endsWith(answer).hasSize(1200);
  }

  @Test
  void a_finished_stream_ends_where_it_says() throws IOException {
    out.write("* OK bye\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
    out.finish();
    sent.write("plain".getBytes(StandardCharsets.US_ASCII));
    var in = new ByteArrayInputStream(sent.toByteArray());
    var inflater = new Inflater(true);
    try (var inflated = new InflaterInputStream(in, inflater)) {
      assertThat(inflated.readAllBytes()).asString().isEqualTo("* OK bye\r\n");
      assertThat(inflater.getRemaining()).isEqualTo(5);
    }
    inflater.end();
  }

  @Test
  void what_is_packed_is_unpacked_however_it_comes() throws IOException {
    var plain = "a1 NOOP\r\na2 LOGOUT\r\n".getBytes(StandardCharsets.US_ASCII);
    var trickle =
        new ByteArrayInputStream(packed(plain)) {
          @Override
          public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(1, length));
          }
        };
    var in = new InflatedInput(trickle);
    assertThat(in.readNBytes(plain.length)).isEqualTo(plain);
    assertThat(in.hasUnread()).isFalse();
    in.end();
    assertThat(in.read()).isEqualTo(-1);
  }

  @Test
  void garbage_is_refused() {
    var in =
        new InflatedInput(
            new ByteArrayInputStream("a2 NOOP\r\n".getBytes(StandardCharsets.US_ASCII)));
    assertThatThrownBy(in::readAllBytes).isInstanceOf(CompressionException.class);
    in.end();
  }

  @Test
  void a_bomb_is_refused_and_a_large_message_of_zeros_is_not() throws IOException {
    var bomb = packed(new byte[8 << 20]);
    var again =
        new InputStream() {
          private int at;

          @Override
          public int read() {
            return bomb[at++ % bomb.length] & 0xff;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            int n = Math.min(length, bomb.length - at % bomb.length);
            System.arraycopy(bomb, at % bomb.length, target, offset, n);
            at += n;
            return n;
          }
        };
    var in = new InflatedInput(again);
    in.skipNBytes(64 << 20);
    assertThatThrownBy(() -> in.skipNBytes(1L << 30))
        .isInstanceOf(CompressionException.class)
        .hasMessageContaining("too much");
    in.end();
  }
}
