package org.posthorn.platform.dns;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One question to one server and its answer: by UDP, and by TCP when the answer does not fit (RFC
/// 1035 §4.2). Every question has a socket of its own, so a source port that the system picks at
/// random, and an id at random. Blocks its caller; any thread may call.
final class Exchange implements Closeable {

  /// Longer datagrams are taken for cut ones: nobody was asked for them.
  private static final int UDP_BUFFER = 4096;

  /// After so many datagrams that answer something else, somebody is guessing ids: TCP cannot be
  /// guessed into.
  private static final int MAX_STRAYS = 16;

  /// In the third octet of a message: it is an answer, and it is cut.
  private static final int QR_AND_TC = 0x82;

  private final RandomGenerator random;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /// @param random not to be guessed, and safe for several threads
  Exchange(RandomGenerator random) {
    this.random = random;
  }

  /// What goes over the wire.
  private record Sent(Question question, Question.Style style, int id) {
    byte[] octets() {
      return question.message(id, style).toWire();
    }

    @Nullable Answer read(byte[] octets) throws MalformedAnswer {
      return Answer.read(octets, id, question);
    }

    /// Seen before the message is parsed, since a cut one may end in the middle of a record.
    boolean isCut(byte[] octets) {
      return Answer.hasId(octets, id) && (octets[2] & QR_AND_TC) == QR_AND_TC;
    }
  }

  /// Asks and waits.
  ///
  /// @throws MalformedAnswer when what comes back makes no sense
  /// @throws IOException when nothing comes back until the deadline, or nobody is there
  Answer ask(InetSocketAddress server, Question question, Question.Style style, Deadline deadline)
      throws IOException {
    var sent = new Sent(question, style, random.nextInt(1 << 16));
    var answer = byUdp(server, sent, deadline);
    return answer == null ? byTcp(server, sent, deadline) : answer;
  }

  /// Null when it has to be TCP.
  private @Nullable Answer byUdp(InetSocketAddress server, Sent sent, Deadline deadline)
      throws IOException {
    var socket = new DatagramSocket((SocketAddress) null);
    try (socket;
        var _ = opened(socket)) {
      // From here on the system drops what others send, and tells when nobody is there.
      socket.connect(server);
      var octets = sent.octets();
      socket.send(new DatagramPacket(octets, octets.length));
      var packet = new DatagramPacket(new byte[UDP_BUFFER], UDP_BUFFER);
      for (var strays = 0; strays <= MAX_STRAYS; strays++) {
        packet.setLength(UDP_BUFFER);
        socket.setSoTimeout(deadline.socketMillis());
        socket.receive(packet);
        var received = Arrays.copyOf(packet.getData(), packet.getLength());
        if (received.length == UDP_BUFFER || sent.isCut(received)) return null;
        var answer = sent.read(received);
        if (answer != null) return answer;
      }
      return null;
    }
  }

  private Answer byTcp(InetSocketAddress server, Sent sent, Deadline deadline) throws IOException {
    var socket = new Socket();
    try (socket;
        var _ = opened(socket)) {
      socket.connect(server, deadline.socketMillis());
      var octets = sent.octets();
      var framed = ByteBuffer.allocate(2 + octets.length);
      framed.putShort((short) octets.length).put(octets);
      // Far less than any send buffer, so this does not block.
      socket.getOutputStream().write(framed.array());
      var length = ByteBuffer.wrap(read(socket, 2, deadline)).getShort() & 0xffff;
      var answer = sent.read(read(socket, length, deadline));
      if (answer == null) throw new MalformedAnswer("an answer to another question");
      if (answer.isTruncated()) throw new MalformedAnswer("a cut answer by TCP");
      return answer;
    }
  }

  /// The deadline counts for all of it, however slowly it trickles.
  private static byte[] read(Socket socket, int count, Deadline deadline) throws IOException {
    var octets = new byte[count];
    var in = socket.getInputStream();
    for (var have = 0; have < count; ) {
      socket.setSoTimeout(deadline.socketMillis());
      var read = in.read(octets, have, count - have);
      if (read < 0) throw new EOFException("the server hung up");
      have += read;
    }
    return octets;
  }

  private Closeable opened(Closeable socket) throws SocketException {
    open.add(socket);
    if (!closed) return () -> open.remove(socket);
    open.remove(socket);
    throw new SocketException("the resolver is closed");
  }

  /// Who waits gets an `IOException`, and so does who asks later.
  @Override
  public void close() throws IOException {
    closed = true;
    for (var socket : open) socket.close();
  }

  boolean isClosed() {
    return closed;
  }
}
