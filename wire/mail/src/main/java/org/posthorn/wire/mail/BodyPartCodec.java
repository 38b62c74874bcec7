package org.posthorn.wire.mail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// The form of a message's structure for a database row: a version byte, then the tree in order.
/// Offsets are relative to what stands before, so that most numbers take one or two bytes.
public final class BodyPartCodec {

  private static final int VERSION = 1;

  private static final int LEAF = 0;
  private static final int TEXT = 1;
  private static final int MESSAGE = 2;
  private static final int MULTIPART = 3;

  /// Set beside the kind when one of the rarer fields is present.
  private static final int HAS_RARE_FIELDS = 8;

  private static final int HAS_DISPOSITION = 16;

  private BodyPartCodec() {}

  public static byte[] encode(BodyPart root) {
    var out = new BinaryWriter(256);
    out.writeByte(VERSION);
    write(root, 0, out);
    return out.toBytes();
  }

  /// Throws `IllegalArgumentException` for bytes that `encode` did not give.
  public static BodyPart decode(byte[] encoded) {
    var in = new BinaryReader(encoded, 0);
    if (in.readByte() != VERSION) throw BinaryReader.corrupt();
    return read(in, 0, MessageLimits.MAX_DEPTH * 2);
  }

  private static void write(BodyPart part, long base, BinaryWriter out) {
    var fields = part.fields();
    boolean rare =
        !fields.languages().isEmpty() || fields.md5() != null || fields.location() != null;
    boolean disposition = fields.disposition() != null || !fields.dispositionParameters().isEmpty();
    int kind =
        switch (part) {
          case BodyPart.Leaf _ -> LEAF;
          case BodyPart.Text _ -> TEXT;
          case BodyPart.Message _ -> MESSAGE;
          case BodyPart.Multipart _ -> MULTIPART;
        };
    out.writeByte(kind | (rare ? HAS_RARE_FIELDS : 0) | (disposition ? HAS_DISPOSITION : 0));
    writeFields(fields, rare, disposition, out);
    out.writeSigned(part.header().offset() - base);
    out.writeNumber(part.header().length());
    out.writeSigned(part.body().offset() - part.header().end());
    out.writeNumber(part.body().length());
    switch (part) {
      case BodyPart.Leaf _ -> {}
      case BodyPart.Text text -> out.writeNumber(text.lines());
      case BodyPart.Message message -> {
        out.writeNumber(message.lines());
        EnvelopeCodec.write(message.envelope(), out);
        write(message.content(), part.body().offset(), out);
      }
      case BodyPart.Multipart multipart -> {
        out.writeNumber(multipart.parts().size());
        long before = part.body().offset();
        for (var child : multipart.parts()) {
          write(child, before, out);
          before = child.body().end();
        }
      }
    }
  }

  private static BodyPart read(BinaryReader in, long base, int depth) {
    if (depth == 0) throw BinaryReader.corrupt();
    int kind = in.readByte();
    var fields = readFields(in, (kind & HAS_RARE_FIELDS) != 0, (kind & HAS_DISPOSITION) != 0);
    var header = new Span(base + in.readSigned(), in.readNumber());
    var body = new Span(header.end() + in.readSigned(), in.readNumber());
    return switch (kind & 7) {
      case LEAF -> new BodyPart.Leaf(fields, header, body);
      case TEXT -> new BodyPart.Text(fields, header, body, in.readNumber());
      case MESSAGE -> {
        long lines = in.readNumber();
        var envelope = EnvelopeCodec.read(in);
        var content = read(in, body.offset(), depth - 1);
        yield new BodyPart.Message(fields, header, body, lines, envelope, content);
      }
      case MULTIPART -> {
        int count = in.readCount();
        var parts = new ArrayList<BodyPart>(count);
        long before = body.offset();
        for (int i = 0; i < count; i++) {
          parts.add(read(in, before, depth - 1));
          before = parts.getLast().body().end();
        }
        yield new BodyPart.Multipart(fields, header, body, parts);
      }
      default -> throw BinaryReader.corrupt();
    };
  }

  private static void writeFields(
      PartFields fields, boolean rare, boolean disposition, BinaryWriter out) {
    out.writeText(fields.type());
    out.writeText(fields.subtype());
    writeParameters(fields.parameters(), out);
    out.writeText(fields.id());
    out.writeText(fields.description());
    out.writeText(fields.transferEncoding());
    if (disposition) {
      out.writeText(fields.disposition());
      writeParameters(fields.dispositionParameters(), out);
    }
    if (!rare) return;
    out.writeText(fields.md5());
    out.writeNumber(fields.languages().size());
    for (var language : fields.languages()) out.writeText(language);
    out.writeText(fields.location());
  }

  private static PartFields readFields(BinaryReader in, boolean rare, boolean disposition) {
    var type = in.readRequiredText();
    var subtype = in.readRequiredText();
    var parameters = readParameters(in);
    var id = in.readText();
    var description = in.readText();
    var encoding = in.readRequiredText();
    var shown = disposition ? in.readText() : null;
    Map<String, String> shownParameters = disposition ? readParameters(in) : Map.of();
    var md5 = rare ? in.readText() : null;
    var languages = new ArrayList<String>();
    int count = rare ? in.readCount() : 0;
    for (int i = 0; i < count; i++) languages.add(in.readRequiredText());
    var location = rare ? in.readText() : null;
    return new PartFields(
        type,
        subtype,
        parameters,
        id,
        description,
        encoding,
        md5,
        shown,
        shownParameters,
        languages,
        location);
  }

  private static void writeParameters(Map<String, String> parameters, BinaryWriter out) {
    out.writeNumber(parameters.size());
    for (var parameter : parameters.entrySet()) {
      out.writeText(parameter.getKey());
      out.writeText(parameter.getValue());
    }
  }

  private static Map<String, String> readParameters(BinaryReader in) {
    int count = in.readCount();
    if (count == 0) return Map.of();
    var parameters = LinkedHashMap.<String, String>newLinkedHashMap(count);
    for (int i = 0; i < count; i++) parameters.put(in.readRequiredText(), in.readRequiredText());
    return parameters;
  }
}
