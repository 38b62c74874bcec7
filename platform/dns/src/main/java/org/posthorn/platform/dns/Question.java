package org.posthorn.platform.dns;

import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.RecordType;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What is asked, always of class IN.
record Question(DnsName name, RecordType type) {

  /// The most octets that an answer by UDP may have: what goes through every network in one piece
  /// (RFC 6891 §6.2.5 speaks of 1280 with the headers).
  static final int UDP_OCTETS = 1232;

  /// How a question is put.
  enum Style {
    /// With EDNS, so that answers may be longer than 512 octets.
    PLAIN,
    /// For servers that are older than EDNS (RFC 6891 §7).
    WITHOUT_EDNS,
    /// The server shall not validate (the CD bit).
    UNCHECKED
  }

  int typeCode() {
    return switch (type) {
      case A -> Type.A;
      case AAAA -> Type.AAAA;
      case MX -> Type.MX;
      case TXT -> Type.TXT;
      case SRV -> Type.SRV;
      case TLSA -> Type.TLSA;
      case PTR -> Type.PTR;
      case CNAME -> Type.CNAME;
    };
  }

  Question of(RecordType other) {
    return new Question(name, other);
  }

  Message message(int id, Style style) {
    var message = new Message(id);
    var header = message.getHeader();
    header.setOpcode(Opcode.QUERY);
    header.setFlag(Flags.RD);
    // Asks for AD in the answer, without the signatures that the DO bit would bring along.
    header.setFlag(Flags.AD);
    if (style == Style.UNCHECKED) header.setFlag(Flags.CD);
    message.addRecord(
        Record.newRecord(Names.toWire(name), typeCode(), DClass.IN), Section.QUESTION);
    if (style != Style.WITHOUT_EDNS)
      message.addRecord(new OPTRecord(UDP_OCTETS, 0, 0), Section.ADDITIONAL);
    return message;
  }

  /// Whether a message repeats this question, as every answer must.
  boolean isIn(Message message) {
    var asked = message.getSection(Section.QUESTION);
    if (asked.size() != 1) return false;
    var question = asked.getFirst();
    return question.getType() == typeCode()
        && question.getDClass() == DClass.IN
        && question.getName().equals(Names.toWire(name));
  }

  @Override
  public String toString() {
    return name + " " + type;
  }
}
