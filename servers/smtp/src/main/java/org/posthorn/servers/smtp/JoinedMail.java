package org.posthorn.servers.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.posthorn.domain.content.ContentChain;
import org.posthorn.domain.content.ContentFacts;
import org.posthorn.domain.content.Direction;
import org.posthorn.domain.delivery.Finishing;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.guard.Signing;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageLimits;
import org.posthorn.wire.mail.TextAppending;

/// Treats what was joined from parts that our users have sent as what they send whole: a Message-ID
/// where it has none, the content chain, our signature. Any thread may call.
///
/// @param random for the Message-ID; nothing secret comes of it
public record JoinedMail(
    ContentChain content, Signing signing, Supplier<String> hostName, RandomGenerator random)
    implements Finishing {

  @Override
  public Finished finish(Whole whole) throws IOException {
    var work = new Work(whole);
    try {
      work.complete();
      var told = work.chain();
      work.sign();
      return new Finished(work.octets, told);
    } catch (IOException | RuntimeException e) {
      work.octets.close();
      throw e;
    }
  }

  /// One message. Owned by the thread that finishes it.
  private final class Work {
    private final Whole whole;
    private Spool octets;

    Work(Whole whole) {
      this.whole = whole;
      this.octets = whole.octets();
    }

    private InputStream message() throws IOException {
      var in = octets.open();
      try {
        in.skipNBytes(whole.returnPath());
        return in;
      } catch (IOException e) {
        in.close();
        throw e;
      }
    }

    /// RFC 6409 §8.2. It has the Date of the first part.
    void complete() throws IOException {
      try (var in = message()) {
        var header = HeaderFields.of(in.readNBytes(MessageLimits.MAX_HEADER_OCTETS));
        if (header.has("Message-ID")) return;
      }
      before(
          "Message-ID: <%s.%s@%s>\r\n"
              .formatted(
                  Long.toUnsignedString(random.nextLong(), 36),
                  Long.toUnsignedString(random.nextLong(), 36),
                  hostName.get()));
    }

    List<String> chain() throws IOException {
      var author = whole.author();
      if (author == null) return List.of();
      var direction =
          switch (whole.way()) {
            case LEAVES -> Direction.OUTGOING;
            case STAYS_HERE -> Direction.INTERNAL;
          };
      return ChainStep.told(
          content.run(
              facts(author, direction),
              (_, change) -> {
                replace(change.edit());
                return facts(author, direction);
              }));
    }

    private ContentFacts facts(Account author, Direction direction) {
      return new ContentFacts(
          ContentChain.source(octets, whole.returnPath()),
          octets.size() - whole.returnPath(),
          ChainStep.sender(whole.from(), author),
          direction);
    }

    private void replace(TextAppending.Edit edit) throws IOException {
      var changed = begun();
      try {
        edit.writeTo(changed);
      } catch (IOException | RuntimeException e) {
        changed.close();
        throw e;
      }
      take(changed);
    }

    void sign() throws IOException {
      before(signing.sign(this::message, SenderStep.signers(whole.author(), whole.from())));
    }

    /// Behind Return-Path, which is always the first (RFC 5321 §4.4).
    private void before(String fields) throws IOException {
      if (fields.isEmpty()) return;
      var changed = begun();
      try (var in = message()) {
        changed.write(fields.getBytes(UTF_8));
        in.transferTo(changed);
      } catch (IOException | RuntimeException e) {
        changed.close();
        throw e;
      }
      take(changed);
    }

    /// With the Return-Path and nothing else.
    private Spool begun() throws IOException {
      var changed = whole.spools().get();
      try (var in = octets.open()) {
        changed.write(in.readNBytes(whole.returnPath()));
        return changed;
      } catch (IOException | RuntimeException e) {
        changed.close();
        throw e;
      }
    }

    private void take(Spool changed) throws IOException {
      var before = octets;
      octets = changed;
      before.close();
    }
  }
}
