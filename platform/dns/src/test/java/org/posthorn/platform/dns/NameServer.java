package org.posthorn.platform.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.posthorn.wire.dns.RecordType;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/// A name server on a free port of 127.0.0.1, by UDP and TCP, that does what a test tells it.
final class NameServer implements AutoCloseable {
  private static final int ATTEMPTS = 20;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour;

  /// What a server does with a question: it sends all of these, nothing if there are none.
  interface Behaviour {
    List<byte[]> replies(Asked asked) throws IOException;
  }

  enum By {
    UDP,
    TCP
  }

  /// A question as it came.
  ///
  /// @param port of who asks
  record Asked(Message message, By by, int port) {
    boolean isFor(RecordType type) {
      return message.getQuestion().getType() == Type.value(type.name());
    }

    @Override
    public String toString() {
      var question = message.getQuestion();
      return by + " " + question.getName().toString(true) + " " + Type.string(question.getType());
    }
  }

  NameServer(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    var sockets = sockets();
    this.udp = sockets.udp;
    this.tcp = sockets.tcp;
    Thread.ofVirtual().start(this::serveUdp);
    Thread.ofVirtual().start(this::serveTcp);
  }

  private record Sockets(DatagramSocket udp, ServerSocket tcp) {}

  private static Sockets sockets() throws IOException {
    var loopback = InetAddress.ofLiteral("127.0.0.1");
    for (var attempt = 1; ; attempt++) {
      var udp = new DatagramSocket(0, loopback);
      try {
        return new Sockets(udp, new ServerSocket(udp.getLocalPort(), 50, loopback));
      } catch (IOException e) {
        udp.close();
        if (attempt == ATTEMPTS) throw e;
      }
    }
  }

  void behave(Behaviour other) {
    behaviour = other;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /// As `UDP example.org MX`.
  List<String> questions() {
    return asked.stream().map(Asked::toString).toList();
  }

  private void serveUdp() {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[4096], 4096);
        udp.receive(packet);
        Thread.ofVirtual().start(() -> answerUdp(packet));
      }
    } catch (SocketException _) {
      // Closed.
      udp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answerUdp(DatagramPacket packet) {
    var octets = Arrays.copyOf(packet.getData(), packet.getLength());
    try {
      for (var reply : replies(octets, By.UDP, packet.getPort()))
        udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
    } catch (IOException _) {
      // Closed while a test held an answer back.
      packet.setLength(0);
    }
  }

  private List<byte[]> replies(byte[] octets, By by, int port) throws IOException {
    var question = new Asked(new Message(octets), by, port);
    asked.add(question);
    return behaviour.replies(question);
  }

  private void serveTcp() {
    try {
      while (true) {
        var socket = tcp.accept();
        Thread.ofVirtual().start(() -> answerTcp(socket));
      }
    } catch (IOException _) {
      // Closed.
      udp.close();
    }
  }

  private void answerTcp(Socket socket) {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      var octets = new byte[in.readUnsignedShort()];
      in.readFully(octets);
      for (var reply : replies(octets, By.TCP, socket.getPort())) {
        var framed = ByteBuffer.allocate(2 + reply.length);
        socket.getOutputStream().write(framed.putShort((short) reply.length).put(reply).array());
      }
      // Until the other side has had enough.
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException _) {
      // The other side has gone.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
