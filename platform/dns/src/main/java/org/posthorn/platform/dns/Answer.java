package org.posthorn.platform.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A message that belongs to a question.
///
/// @param octets its length as it came
record Answer(Message message, int octets) {
  private static final int HEADER_OCTETS = 12;

  /// Null for a message that is not the answer to this question: it comes from somebody else, or
  /// too late.
  ///
  /// @throws MalformedAnswer for one that has the right id and makes no sense
  static @Nullable Answer read(byte[] octets, int id, Question question) throws MalformedAnswer {
    if (!hasId(octets, id)) return null;
    var message = parse(octets);
    var header = message.getHeader();
    if (!header.getFlag(Flags.QR) || header.getOpcode() != Opcode.QUERY) return null;
    if (question.isIn(message)) return new Answer(message, octets.length);
    // A server that cannot read the question cannot repeat it.
    var isHeaderOnly = message.getSection(Section.QUESTION).isEmpty();
    var rcode = header.getRcode();
    var mayBeHeaderOnly = rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP;
    return isHeaderOnly && mayBeHeaderOnly ? new Answer(message, octets.length) : null;
  }

  static boolean hasId(byte[] octets, int id) {
    return octets.length >= HEADER_OCTETS && id == (ByteBuffer.wrap(octets).getShort() & 0xffff);
  }

  private static Message parse(byte[] octets) throws MalformedAnswer {
    try {
      return new Message(octets);
    } catch (IOException | RuntimeException e) {
      // The parser throws what it likes at octets that it does not.
      throw new MalformedAnswer("not a DNS message: " + e.getMessage());
    }
  }

  /// The response code with its upper bits, which EDNS has.
  int rcode() {
    return message.getRcode();
  }

  boolean isTruncated() {
    return message.getHeader().getFlag(Flags.TC);
  }

  boolean saysAuthentic() {
    return message.getHeader().getFlag(Flags.AD);
  }

  /// Whether this only says who else could be asked: the server does not ask others for us.
  boolean isReferral() {
    return rcode() == Rcode.NOERROR
        && !message.getHeader().getFlag(Flags.RA)
        && !message.getHeader().getFlag(Flags.AA)
        && message.getSection(Section.ANSWER).isEmpty()
        && message.getSection(Section.AUTHORITY).stream().anyMatch(r -> r.getType() == Type.NS);
  }
}
