package org.posthorn.platform.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.sasl.ChannelBinding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One peer, from accept or dial to close.
///
/// Its session runs on one virtual thread and owns input, output and the other methods here; a
/// second thread may own the [#input()] alone (IMAP IDLE). From elsewhere only [#isDraining()],
/// [#abort()] and the facts are called. Never interrupt a thread that reads or writes: it would
/// close the socket.
public final class Connection {
  private static final Logger log = LoggerFactory.getLogger(Connection.class);
  private static final int MOST_DISCARDED_AT_CLOSE = 64 * 1024;

  private final String id;
  private final String listener;
  private final Instant since;
  private final Environment environment;
  private final Socket socket;
  private final @Nullable TlsContexts contexts;
  private final TimedInput timed;
  private final ConnectionInput input;
  private final ConnectionOutput output;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final long openedNanos;

  private volatile InetSocketAddress remote;
  private volatile InetSocketAddress local;
  private volatile @Nullable SSLSocket secured;
  private volatile @Nullable TlsFacts tls;
  private volatile boolean draining;
  private volatile @Nullable Transcript transcript;
  private volatile boolean concealing;

  /// When the TLS handshake or PROXY header under way must be over; 0 while there is none. For the
  /// watchdog, because a handshake writes, too.
  private volatile long setupDueNanos;

  /// What all connections share.
  record Environment(
      NetworkLimits limits, BufferPool pool, Deflaters deflaters, LongSupplier nanoTime) {}

  Connection(
      String id,
      String listener,
      Instant since,
      Environment environment,
      Socket socket,
      @Nullable TlsContexts contexts)
      throws IOException {
    this.id = id;
    this.listener = listener;
    this.since = since;
    this.environment = environment;
    this.socket = socket;
    this.contexts = contexts;
    openedNanos = environment.nanoTime().getAsLong();
    remote = (InetSocketAddress) socket.getRemoteSocketAddress();
    local = (InetSocketAddress) socket.getLocalSocketAddress();
    timed = new TimedInput(socket, environment.nanoTime());
    input = new ConnectionInput(this, environment.pool(), timed);
    output =
        new ConnectionOutput(
            this,
            environment.pool(),
            socket.getOutputStream(),
            environment.limits().writeTimeout());
  }

  /// Short, and unique as long as the process lives; for every log line.
  public String id() {
    return id;
  }

  /// The name of the listener that accepted it, or of the dialer that made it.
  public String listener() {
    return listener;
  }

  public Instant since() {
    return since;
  }

  /// How long it has been open, whatever happened to the clock on the wall.
  public Duration age() {
    return Duration.ofNanos(nanoTime() - openedNanos);
  }

  /// The client's end: behind a proxy the one that the proxy told.
  public InetSocketAddress remote() {
    return remote;
  }

  /// Our end: behind a proxy the one that the client connected to.
  public InetSocketAddress local() {
    return local;
  }

  /// The client's address.
  public InetAddress remoteAddress() {
    return remote.getAddress();
  }

  /// Both ends are on this machine, so nobody can listen on the way. Through a proxy: what the
  /// proxy told counts.
  public boolean isLoopback() {
    return remote.getAddress().isLoopbackAddress() && local.getAddress().isLoopbackAddress();
  }

  /// Nobody can listen, so that a password may cross it.
  public boolean isPrivate() {
    return tls != null || isLoopback();
  }

  /// The names of its TLS channel that logins may be bound to (RFC 5929, RFC 9266), the best first;
  /// none in plain text. Worked out anew at each call.
  public List<ChannelBinding> channelBindings() {
    var secure = tls;
    return secure == null ? List.of() : secure.channelBindings();
  }

  /// The TLS layer, or null in plain text.
  public @Nullable TlsFacts tls() {
    return tls;
  }

  /// Whether [#startTls()] may be offered: not above compression (RFC 4978 §3).
  public boolean canStartTls() {
    return contexts != null && tls == null && !input.isCompressed();
  }

  public ConnectionInput input() {
    return input;
  }

  public ConnectionOutput output() {
    return output;
  }

  /// The server is about to stop: [ConnectionInput#readLine] answers `End` as soon as no line has
  /// begun, and the session says goodbye in its protocol's words.
  public boolean isDraining() {
    return draining;
  }

  /// Puts TLS under this connection. The session has sent and flushed its go-ahead; to answer a
  /// client that pipelined behind STARTTLS it looks at [ConnectionInput#hasBuffered()] before.
  ///
  /// @throws PlaintextInjectedException if plain text is buffered; the connection must be closed
  /// @throws IOException if the handshake fails; the connection must be closed
  public void startTls() throws IOException {
    var certificates = contexts;
    if (certificates == null || tls != null || input.isCompressed())
      throw new IllegalStateException("TLS cannot start on connection " + id);
    secure(certificates::layer);
  }

  /// Puts TLS under a connection that was dialled. The server has given its go-ahead, if there is
  /// one, and the session has read it.
  ///
  /// @throws PlaintextInjectedException if plain text is buffered; the connection must be closed
  /// @throws IOException if the handshake fails; the connection must be closed
  public void startTls(ClientTls client) throws IOException {
    if (contexts != null || tls != null)
      throw new IllegalStateException("TLS cannot start on connection " + id);
    secure(client::layer);
  }

  /// Compresses from now on what goes out, and unpacks what comes in (RFC 4978), above TLS if there
  /// is TLS. The session has sent and flushed its go-ahead.
  ///
  /// @throws PlaintextInjectedException if uncompressed data is buffered; the connection must be
  ///   closed
  public void startCompression() throws IOException {
    if (input.isCompressed()) throw new IllegalStateException("compressed already: " + id);
    if (input.hasBuffered()) throw new PlaintextInjectedException(input.discardBuffered());
    output.flush();
    input.compress();
    output.compress(environment.deflaters());
  }

  public boolean isCompressed() {
    return input.isCompressed();
  }

  /// Ends what [#startCompression] began (RFC 8437 §3). The session has written its last compressed
  /// line.
  ///
  /// @throws PlaintextInjectedException if anything has come behind the client's last compressed
  ///   line; the connection must be closed
  public void stopCompression() throws IOException {
    if (input.hasBuffered() || input.hasUnreadCompressed())
      throw new PlaintextInjectedException(input.discardBuffered());
    output.stopCompression();
    input.stopCompression();
  }

  /// Either side of TLS over a socket.
  private interface Layer {
    SSLSocket over(Socket plain) throws IOException;
  }

  private void secure(Layer layer) throws IOException {
    if (input.hasBuffered()) throw new PlaintextInjectedException(input.discardBuffered());
    output.flush();
    watchSetup();
    try {
      var layered = layer.over(new TimedSocket(socket, timed));
      secured = layered;
      layered.startHandshake();
      input.layer(layered.getInputStream());
      output.layer(layered.getOutputStream());
      tls = new TlsFacts(layered, contexts == null ? null : contexts.clients());
    } finally {
      setupDueNanos = 0;
    }
  }

  /// Reads the PROXY header that a trusted proxy must send first.
  void readProxyHeader() throws IOException {
    watchSetup();
    try {
      if (ProxyProtocol.read(timed) instanceof ProxyHeader.Proxied told) {
        remote = told.source();
        local = told.destination();
      }
    } finally {
      setupDueNanos = 0;
    }
  }

  private void watchSetup() {
    long due = nanoTime() + environment.limits().handshakeTimeout().toNanos();
    timed.due(due);
    setupDueNanos = due == 0 ? 1 : due;
  }

  /// Sends what is buffered and closes, with TLS's own goodbye. Never throws, may be repeated.
  public void close() {
    if (!closed.compareAndSet(false, true)) return;
    try {
      output.flush();
      input.tellPending();
      output.watch();
      var layered = secured;
      if (layered != null && tls != null) layered.shutdownOutput();
      // Unread input would make the kernel send a reset, which can overtake our last words.
      socket.shutdownOutput();
      discardUnread();
    } catch (IOException e) {
      log.trace("{} closing: {}", id, e.toString());
    } finally {
      output.unwatch();
      closeSocket();
      input.releaseCompression();
      // The input's buffer is left to the garbage collector: another thread may be reading into it.
    }
  }

  private void discardUnread() throws IOException {
    var raw = socket.getInputStream();
    int discarded = 0;
    while (discarded < MOST_DISCARDED_AT_CLOSE) {
      int here = raw.available();
      if (here <= 0) return;
      discarded += (int) raw.skip(here);
    }
  }

  /// Closes the socket under whatever is going on; may be called by any thread.
  public void abort() {
    closed.set(true);
    closeSocket();
  }

  private void closeSocket() {
    try {
      socket.close();
    } catch (IOException e) {
      log.trace("{} closing: {}", id, e.toString());
    }
  }

  /// Lets a transcript hear everything from now on.
  public void transcript(Transcript hears) {
    transcript = hears;
  }

  /// The line that was read last holds a secret: the transcript hears only its length.
  public void concealLastLine() {
    input.concealPending();
  }

  /// What follows is secret, both ways, until [#reveal()].
  public void conceal() {
    input.tellPending();
    concealing = true;
  }

  /// Ends what [#conceal()] began.
  public void reveal() {
    input.tellPending();
    concealing = false;
  }

  boolean hasTranscript() {
    return transcript != null;
  }

  void tellReceived(byte[] line) {
    var hears = transcript;
    if (hears == null) return;
    if (concealing) hears.omitted(Transcript.Direction.RECEIVED, line.length);
    else hears.received(line);
  }

  void tellOmitted(Transcript.Direction direction, long bytes) {
    var hears = transcript;
    if (hears != null) hears.omitted(direction, bytes);
  }

  void tellSent(byte[] bytes, int offset, int length) {
    var hears = transcript;
    if (hears == null) return;
    input.tellPending();
    if (concealing) hears.omitted(Transcript.Direction.SENT, length);
    else hears.sent(bytes, offset, length);
  }

  long nanoTime() {
    return environment.nanoTime().getAsLong();
  }

  Socket socket() {
    return socket;
  }

  /// A blocked read returns the end of the stream; writing goes on.
  void shutdownInput() {
    try {
      timed.shut();
    } catch (IOException e) {
      log.trace("{} shutting input: {}", id, e.toString());
    }
  }

  /// Asks the session to end: at once if it is idle, else when it next waits for a line.
  void drain() {
    draining = true;
    input.shutWhileIdle();
  }

  /// Called by the watchdog.
  void checkOverdue(long nowNanos) {
    long due = setupDueNanos;
    if (due != 0 && nowNanos - due >= 0) abort();
    output.checkOverdue(nowNanos);
  }

  @Override
  public String toString() {
    return listener + " " + id + " " + remote.getAddress().getHostAddress();
  }
}
