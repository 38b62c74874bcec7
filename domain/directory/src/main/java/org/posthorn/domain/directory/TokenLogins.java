package org.posthorn.domain.directory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.posthorn.wire.sasl.Secret;
import org.posthorn.wire.sasl.TokenCheck;
import org.posthorn.wire.sasl.TokenHints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has access tokens checked, and waits no longer than it may. Nothing is remembered: a token that
/// was taken back is refused by the next login. Any thread may call; a caller waits for its answer.
final class TokenLogins implements TokenCheck {

  private static final Logger LOG = LoggerFactory.getLogger(TokenLogins.class);

  private final DirectoryConfig.Tokens tokens;

  /// Checks that have not ended, those included that nobody waits for any more: a verifier that
  /// hangs must not gather threads.
  private final Semaphore room;

  TokenLogins(DirectoryConfig.Tokens tokens) {
    this.tokens = tokens;
    room = new Semaphore(tokens.atATime());
  }

  TokenHints hints() {
    return tokens.hints();
  }

  @Override
  public Verdict check(Secret token) {
    if (!room.tryAcquire())
      return undecided("%d tokens are being checked already".formatted(tokens.atATime()));
    var answer = new CompletableFuture<TokenVerifier.Answer>();
    var thread = Thread.ofVirtual().name("token-check").unstarted(() -> run(token, answer));
    thread.start();
    try {
      return verdict(answer.get(tokens.timeLimit().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      thread.interrupt();
      return undecided("no answer within " + words(tokens.timeLimit()));
    } catch (ExecutionException e) {
      LOG.error("the check of an access token has failed", e.getCause());
      return new Verdict.Undecided();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      thread.interrupt();
      return new Verdict.Undecided();
    }
  }

  private void run(Secret token, CompletableFuture<TokenVerifier.Answer> answer) {
    try {
      answer.complete(tokens.verifier().verify(token));
    } catch (InterruptedException | RuntimeException e) {
      answer.completeExceptionally(e);
    } finally {
      room.release();
    }
  }

  private static Verdict verdict(TokenVerifier.Answer answer) {
    return switch (answer) {
      case TokenVerifier.Answer.Good(var address) -> new Verdict.Proven(address.toString());
      case TokenVerifier.Answer.Refused(var error, var reason) -> {
        LOG.debug("access token refused: {}", reason);
        yield new Verdict.Refused(error);
      }
      case TokenVerifier.Answer.Unavailable(var reason) -> undecided(reason);
    };
  }

  private static Verdict undecided(String reason) {
    LOG.warn("an access token could not be checked: {}", reason);
    return new Verdict.Undecided();
  }

  private static String words(Duration time) {
    return time.toMillis() + " ms";
  }
}
