package org.posthorn.app;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One end of an admin connection: bounded lines in, whole lines out. One thread reads, any may
/// write.
final class AdminLines implements AutoCloseable {
  private final SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;
  private final int maxOctets;

  /// A line is longer than this side takes.
  static final class TooLong extends IOException {
    TooLong(int most) {
      super("a line of more than " + most + " octets");
    }
  }

  AdminLines(SocketChannel channel, int maxOctets) {
    this.channel = channel;
    this.in = new BufferedInputStream(Channels.newInputStream(channel));
    this.out = Channels.newOutputStream(channel);
    this.maxOctets = maxOctets;
  }

  /// Null at the end; a last line without its end is none.
  byte @Nullable [] read() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      if (octet == '\n') return line.toByteArray();
      if (line.size() == maxOctets) throw new TooLong(maxOctets);
      line.write(octet);
    }
    return null;
  }

  void write(String line) throws IOException {
    var octets = (line + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (this) {
      out.write(octets);
      out.flush();
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // It is gone in any case.
    }
  }
}
