package org.posthorn.platform.dns;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.dns.Servers.Server;
import org.posthorn.wire.dns.Lookup.Failure;
import org.posthorn.wire.dns.RecordType;
import org.xbill.DNS.Rcode;

/// Puts a question to the servers until one of them answers it, and says why none did. Any thread
/// may call; it blocks.
final class Inquiry {
  private final ResolverConfig config;
  private final Servers servers;
  private final Exchange exchange;
  private final Counters counters;

  Inquiry(ResolverConfig config, Servers servers, Exchange exchange, Counters counters) {
    this.config = config;
    this.servers = servers;
    this.exchange = exchange;
    this.counters = counters;
  }

  /// What came of it.
  sealed interface Outcome {

    /// The name exists or does not.
    ///
    /// @param isAuthentic whether a server that is trusted with it has validated the answer
    record Answered(Answer answer, boolean isAuthentic) implements Outcome {}

    record Failed(Failure failure, String detail) implements Outcome {
      private Failed(Failure failure, Server server, String detail) {
        this(failure, server + ": " + detail);
      }
    }

    /// The thread was interrupted, or the resolver closed: says nothing about the question.
    record GivenUp() implements Outcome {}
  }

  /// Never takes longer than to the deadline.
  Outcome ask(Question question, Deadline deadline) {
    var isProbed = question.type() != RecordType.A;
    // What is left at the end is for finding out why nobody answered.
    var asking = isProbed ? deadline.earlier(config.tryTimeout()) : deadline;
    Outcome.@Nullable Failed worst = null;
    var order = servers.inOrder();
    for (var round = 0; round < config.rounds() && !order.isEmpty(); round++) {
      var silent = new ArrayList<Server>();
      for (var server : order) {
        var outcome = ask(server, question, asking);
        if (!(outcome instanceof Outcome.Failed failed)) return outcome;
        // A forged answer must not be covered up by asking someone who does not notice.
        if (failed.failure() == Failure.BOGUS) return failed;
        if (failed.failure() == Failure.TIMEOUT) silent.add(server);
        if (worst == null || worst.failure() == Failure.TIMEOUT) worst = failed;
      }
      order = silent;
    }
    if (worst == null || worst.failure() != Failure.TIMEOUT || !isProbed)
      return worst == null ? nobody() : worst;
    return probe(question, order, deadline) ? dropped(question) : worst;
  }

  private static Outcome.Failed nobody() {
    return new Outcome.Failed(Failure.TIMEOUT, "there was no time to ask");
  }

  private static Outcome.Failed dropped(Question question) {
    var detail = "an address of the same name was answered, but nothing of type ";
    return new Outcome.Failed(Failure.TYPE_DROPPED, detail + question.type());
  }

  /// Whether one of the silent servers says something when it is asked for an address instead.
  private boolean probe(Question question, List<Server> silent, Deadline deadline) {
    var left = silent.size();
    for (var server : silent) {
      var share = deadline.orIn(deadline.left().dividedBy(left--));
      try {
        send(server, question.of(RecordType.A), Question.Style.PLAIN, share);
        return true;
      } catch (IOException _) {
        // As before.
        if (isGivenUp()) return false;
      }
    }
    return false;
  }

  private Outcome ask(Server server, Question question, Deadline deadline) {
    if (deadline.isOver()) return nobody();
    var before = System.nanoTime();
    try {
      var answer = send(server, question, Question.Style.PLAIN, deadline);
      if (answer.rcode() == Rcode.FORMERR || answer.rcode() == Rcode.BADVERS)
        answer = send(server, question, Question.Style.WITHOUT_EDNS, deadline);
      if (answer.rcode() == Rcode.SERVFAIL) return afterServerFailure(server, question, deadline);
      return judge(server, answer);
    } catch (MalformedAnswer e) {
      return new Outcome.Failed(Failure.MALFORMED, server, said(e));
    } catch (SocketTimeoutException e) {
      server.wasSilent(before);
      return new Outcome.Failed(Failure.TIMEOUT, server, said(e));
    } catch (IOException e) {
      if (isGivenUp()) return new Outcome.GivenUp();
      server.isGone(said(e));
      return new Outcome.Failed(Failure.TIMEOUT, server, said(e));
    }
  }

  private boolean isGivenUp() {
    return exchange.isClosed() || Thread.currentThread().isInterrupted();
  }

  private static String said(IOException e) {
    var message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static Outcome judge(Server server, Answer answer) {
    return switch (answer.rcode()) {
      case Rcode.NOERROR, Rcode.NXDOMAIN ->
          answer.isReferral()
              ? new Outcome.Failed(Failure.REFUSED, server, "it does not ask others for us")
              : new Outcome.Answered(answer, server.isTrusted() && answer.saysAuthentic());
      case Rcode.REFUSED, Rcode.NOTIMP, Rcode.FORMERR, Rcode.BADVERS ->
          new Outcome.Failed(Failure.REFUSED, server, Rcode.string(answer.rcode()));
      default -> new Outcome.Failed(Failure.SERVER_FAILED, server, Rcode.string(answer.rcode()));
    };
  }

  /// SERVFAIL is also what a server says that has found a wrong signature. It is one if the server
  /// knows the answer when it does not have to validate it, and fails again when it has to: the
  /// second time tells it from a failure that has just passed.
  private Outcome afterServerFailure(Server server, Question question, Deadline deadline) {
    var failed = new Outcome.Failed(Failure.SERVER_FAILED, server, "SERVFAIL");
    try {
      var unchecked = send(server, question, Question.Style.UNCHECKED, deadline);
      if (!isFinal(unchecked.rcode())) return failed;
      var again = send(server, question, Question.Style.PLAIN, deadline);
      if (isFinal(again.rcode())) return judge(server, again);
      if (again.rcode() != Rcode.SERVFAIL) return failed;
      return new Outcome.Failed(Failure.BOGUS, server, "it does not stand validation");
    } catch (IOException _) {
      return isGivenUp() ? new Outcome.GivenUp() : failed;
    }
  }

  private static boolean isFinal(int rcode) {
    return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN;
  }

  private Answer send(Server server, Question question, Question.Style style, Deadline deadline)
      throws IOException {
    counters.sent();
    var oneTry = deadline.orIn(config.tryTimeout());
    var answer = exchange.ask(server.address(), question, style, oneTry);
    server.answered();
    return answer;
  }
}
