package org.posthorn.domain.relay;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.Dialer;
import org.posthorn.wire.smtp.EhloKeyword;
import org.posthorn.wire.smtp.EhloReply;
import org.posthorn.wire.smtp.SmtpCommand;

/// An open session with another host, ready for messages one after the other. Belongs to one thread
/// at a time, which quits it in the end.
public final class RelaySession implements AutoCloseable {

  /// How long QUIT's answer is waited for: nothing depends on it.
  public static final Duration QUIT_WAIT = Duration.ofSeconds(2);

  private final RelayConfig config;
  private final Target target;
  private final Way way;
  private final Agreed agreed;
  private final RelayTrace trace;
  private int transactions;
  private boolean clean = true;
  private boolean over;

  /// The connection, and who hangs it up.
  record Way(RelayWire wire, Dialer dialer) {}

  RelaySession(RelayConfig config, Target target, Way way, Agreed agreed, RelayTrace trace) {
    this.config = config;
    this.target = target;
    this.way = way;
    this.agreed = agreed;
    this.trace = trace;
  }

  public Target target() {
    return target;
  }

  /// What the host offers.
  public EhloReply offers() {
    return agreed.offers();
  }

  /// Whether no further message can go by this session: it is broken, its time is over, or the host
  /// takes no more (RFC 9422).
  public boolean isExhausted() {
    var most = offers().limits().mailMax();
    return over || (most != null && transactions >= most) || !way.wire().left().isPositive();
  }

  /// Hands a message over, in as many transactions as its recipients need. Never throws.
  ///
  /// @param told hears what happens to this message
  public Sent send(OutgoingMail mail, RelayTrace told) {
    if (over) throw new IllegalStateException("the session is over");
    // Whatever goes wrong in between, nobody goes on where the two hosts may be out of step.
    boolean inStep = false;
    try {
      var sent = new Handover(this, mail, told).run();
      if (sent instanceof Sent.Broken(var _, var failure, var _))
        told.step(new RelayStep.Failed(failure));
      inStep = sent instanceof Sent.Complete;
      return sent;
    } finally {
      if (!inStep) hangUp();
    }
  }

  /// The same, heard by whoever opened the session.
  public Sent send(OutgoingMail mail) {
    return send(mail, trace);
  }

  /// Asks by RSET whether the host is still there, for a session that has waited.
  public boolean isAlive() {
    if (over) return false;
    try {
      if (way.wire().ask(new SmtpCommand.Rset(), config.timeouts().command()).code() == 250)
        return true;
    } catch (IOException e) {
      trace.step(new RelayStep.Failed(RelayWire.failure("after RSET", e)));
    }
    hangUp();
    return false;
  }

  /// Says QUIT, without waiting long for the answer, and hangs up. May be repeated.
  @Override
  public void close() {
    if (over) return;
    try {
      way.wire().ask(new SmtpCommand.Quit(), QUIT_WAIT);
    } catch (IOException _) {
      over = true; // Everything had been answered before.
    }
    hangUp();
  }

  private void hangUp() {
    over = true;
    way.dialer().hangUp(way.wire().connection());
  }

  RelayConfig config() {
    return config;
  }

  RelayWire wire() {
    return way.wire();
  }

  Agreed agreed() {
    return agreed;
  }

  /// Counts a transaction that begins; RSET comes first where the last was left in the middle.
  void beginTransaction() throws IOException {
    transactions++;
    if (!clean) way.wire().ask(new SmtpCommand.Rset(), config.timeouts().command());
    clean = false;
  }

  /// The transaction ended by itself: with the data, or before it began.
  void endTransaction() {
    clean = true;
  }

  /// Why a message that needs TLS all the way cannot go here (RFC 8689 §4.2.1); null when it can.
  @Nullable RecipientOutcome obstacleToRequireTls() {
    if (agreed.protection() != Agreed.Protection.VERIFIED)
      return RecipientOutcome.lacking("5.7.10", "the host is not verified by TLS (REQUIRETLS)");
    if (target.security().trust() == Target.Trust.DNS)
      return RecipientOutcome.lacking("5.7.10", "nobody vouches for the host's name (REQUIRETLS)");
    if (!offers().offers(EhloKeyword.REQUIRETLS))
      return RecipientOutcome.lacking("5.7.30", "the host does not offer REQUIRETLS");
    return null;
  }
}
