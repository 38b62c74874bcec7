package org.posthorn.domain.mailbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.BaseSubject;
import org.posthorn.wire.mail.EncodedWords;
import org.posthorn.wire.mail.Envelope;
import org.posthorn.wire.mail.EnvelopeAddress;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageIds;
import org.posthorn.wire.mail.MessageSummary;
import org.posthorn.wire.mail.TextFolding;

/// What sorting and threading compare of one message beside its numbers, from its summary.
///
/// Texts are folded by i;unicode-casemap (RFC 5051) and in UTF-8, so that their octets compare as
/// the texts do. Message ids and base subjects are hashes of 64 bits, which nobody can make collide
/// cheaply; 0 is none.
///
/// @param subject the hash of the base subject, whose lowest bit says that it is a reply or forward
@SuppressWarnings("ArrayRecordComponent") // goes into a block at once, never compared
record MessageKeys(long id, long subject, long[] references, byte[][] texts) {

  /// Of more ids that a message names, the first and the latest count: clients truncate the field
  /// far below.
  static final int MAX_REFERENCES = 100;

  /// Octets of a text that are compared; what differs only further behind counts as equal.
  static final int MAX_TEXT_OCTETS = 4096;

  /// The texts in their order: the subject, then the names.
  static final List<SortCriterion> TEXTS =
      List.of(
          SortCriterion.SUBJECT,
          SortCriterion.FROM,
          SortCriterion.TO,
          SortCriterion.CC,
          SortCriterion.DISPLAY_FROM,
          SortCriterion.DISPLAY_TO);

  private static final byte[] NOTHING = new byte[0];
  private static final Set<String> REFERENCES = Set.of("References");

  /// Of a message whose summary cannot be read only the base subject is known.
  static MessageKeys of(String baseSubject, byte[] encodedSummary) {
    var subject = folded(baseSubject);
    try {
      var summary = MessageSummary.decode(encodedSummary);
      return of(baseSubject, subject, summary.envelope(), references(summary));
    } catch (IllegalArgumentException _) {
      var texts = new byte[TEXTS.size()][];
      Arrays.fill(texts, NOTHING);
      texts[0] = subject;
      return new MessageKeys(0, subjectHash(subject, false), new long[0], texts);
    }
  }

  private static MessageKeys of(
      String baseSubject, byte[] subject, Envelope envelope, List<String> references) {
    var ids = ids(envelope.messageId());
    // RFC 5256 §3: the first id of In-Reply-To counts where References has none.
    var parents = references.isEmpty() ? firstOf(ids(envelope.inReplyTo())) : references;
    return new MessageKeys(
        ids.isEmpty() ? 0 : hash(ids.getFirst().getBytes(StandardCharsets.UTF_8)),
        subjectHash(subject, isReply(envelope.subject(), baseSubject)),
        hashes(parents),
        new byte[][] {
          subject,
          mailbox(envelope.from()),
          mailbox(envelope.to()),
          mailbox(envelope.cc()),
          display(envelope.from()),
          display(envelope.to())
        });
  }

  private static List<String> references(MessageSummary summary) {
    if (!summary.covers(REFERENCES)) return List.of();
    var field = HeaderFields.of(summary.headerFields(REFERENCES)).value("References");
    return field == null ? List.of() : MessageIds.parseRepeated(field);
  }

  private static List<String> ids(@Nullable String field) {
    return field == null ? List.of() : MessageIds.parse(field);
  }

  private static List<String> firstOf(List<String> ids) {
    return ids.isEmpty() ? ids : ids.subList(0, 1);
  }

  private static boolean isReply(@Nullable String subject, String baseSubject) {
    if (subject == null || subject.equals(baseSubject)) return false;
    return BaseSubject.of(subject).replyOrForward();
  }

  private static byte[] mailbox(List<EnvelopeAddress> addresses) {
    var mailbox = addresses.isEmpty() ? null : addresses.getFirst().mailbox();
    return mailbox == null ? NOTHING : folded(mailbox);
  }

  /// RFC 5957 §3
  private static byte[] display(List<EnvelopeAddress> addresses) {
    if (addresses.isEmpty()) return NOTHING;
    var first = addresses.getFirst();
    var name = first.name() == null ? "" : EncodedWords.decode(first.name());
    if (!name.isEmpty()) return folded(name);
    if (first.mailbox() == null) return NOTHING;
    return folded(first.host() == null ? first.mailbox() : first.mailbox() + "@" + first.host());
  }

  static byte[] folded(String text) {
    if (text.isEmpty()) return NOTHING;
    var octets = TextFolding.fold(text).getBytes(StandardCharsets.UTF_8);
    return octets.length > MAX_TEXT_OCTETS ? Arrays.copyOf(octets, MAX_TEXT_OCTETS) : octets;
  }

  private static long[] hashes(List<String> ids) {
    var latest = new ArrayList<>(ids);
    if (ids.size() > MAX_REFERENCES) latest.subList(1, ids.size() - MAX_REFERENCES + 1).clear();
    var hashes = new long[latest.size()];
    for (var i = 0; i < hashes.length; i++)
      hashes[i] = hash(latest.get(i).getBytes(StandardCharsets.UTF_8));
    return hashes;
  }

  static long subjectHash(byte[] folded, boolean reply) {
    var hash = folded.length == 0 ? 0 : hash(folded) & ~1L;
    if (folded.length > 0 && hash == 0) hash = 2;
    return reply ? hash | 1 : hash;
  }

  /// 64 bits of SHA-256.
  static long hash(byte[] octets) {
    try {
      var hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(octets)).getLong();
      return hash == 0 ? 1 : hash;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
