package org.posthorn.wire.imap;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.BodyPart;
import org.posthorn.wire.mail.PartFields;

/// BODY and BODYSTRUCTURE (RFC 9051 §7.5.2 and §9 `body`). Recurses as deep as the message nests,
/// which whoever parsed it has limited.
final class BodyStructureEncoder {

  /// BODY is BODYSTRUCTURE without the extension data.
  enum Extension {
    WITHOUT,
    WITH
  }

  private final ResponseWriter out;
  private final boolean extended;

  private BodyStructureEncoder(ResponseWriter out, Extension extension) {
    this.out = out;
    this.extended = extension == Extension.WITH;
  }

  static void write(ResponseWriter out, BodyPart part, Extension extension) {
    new BodyStructureEncoder(out, extension).body(part);
  }

  /// `body = "(" (body-type-1part / body-type-mpart) ")"`
  private void body(BodyPart part) {
    out.raw('(');
    switch (part) {
      case BodyPart.Multipart multipart -> multipart(multipart);
      case BodyPart.Message message -> {
        basic(message, message.fields().type(), message.fields().subtype());
        out.space();
        EnvelopeEncoder.write(out, message.envelope());
        out.space();
        body(message.content());
        lines(message.lines());
        extension(message.fields());
      }
      case BodyPart.Text text -> {
        basic(text, text.fields().type(), text.fields().subtype());
        lines(text.lines());
        extension(text.fields());
      }
      case BodyPart.Leaf leaf -> leaf(leaf);
    }
    out.raw(')');
  }

  /// `body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]`
  private void multipart(BodyPart.Multipart multipart) {
    for (var part : multipart.parts()) body(part);
    out.space();
    var fields = multipart.fields();
    out.string(fields.subtype());
    if (!extended) return;
    out.space();
    parameters(fields.parameters());
    common(fields);
  }

  /// `body-type-basic = media-basic SP body-fields`.
  ///
  /// A leaf of a type that the grammar gives more fields to (a message nested too deep to be looked
  /// into, for instance) is described as octets, or a client would read the fields wrong.
  private void leaf(BodyPart.Leaf leaf) {
    var fields = leaf.fields();
    boolean special =
        fields.type().equalsIgnoreCase("text")
            || fields.type().equalsIgnoreCase("multipart")
            || fields.is("message", "rfc822")
            || fields.is("message", "global");
    if (special) basic(leaf, "application", "octet-stream");
    else basic(leaf, fields.type(), fields.subtype());
    extension(fields);
  }

  /// ```
  /// body-fields = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP
  ///               body-fld-octets
  /// ```
  private void basic(BodyPart part, String type, String subtype) {
    var fields = part.fields();
    out.string(type);
    out.space();
    out.string(subtype);
    out.space();
    parameters(fields.parameters());
    out.space();
    out.nstring(fields.id());
    out.space();
    out.phrase(fields.description());
    out.space();
    out.string(fields.transferEncoding());
    out.space();
    out.number(part.body().length());
  }

  private void lines(long lines) {
    out.space();
    out.number(lines);
  }

  /// ```
  /// body-ext-1part = body-fld-md5 [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc]]]
  /// ```
  private void extension(PartFields fields) {
    if (!extended) return;
    out.space();
    out.nstring(fields.md5());
    common(fields);
  }

  private void common(PartFields fields) {
    out.space();
    disposition(fields.disposition(), fields.dispositionParameters());
    out.space();
    languages(fields.languages());
    out.space();
    out.nstring(fields.location());
  }

  /// `body-fld-dsp = "(" string SP body-fld-param ")" / nil`
  private void disposition(@Nullable String disposition, Map<String, String> parameters) {
    if (disposition == null) {
      out.nil();
      return;
    }
    out.raw('(');
    out.string(disposition);
    out.space();
    parameters(parameters);
    out.raw(')');
  }

  /// `body-fld-lang = nstring / "(" string *(SP string) ")"`
  private void languages(List<String> languages) {
    if (languages.isEmpty()) {
      out.nil();
    } else if (languages.size() == 1) {
      out.string(languages.getFirst());
    } else {
      out.raw('(');
      for (int i = 0; i < languages.size(); i++) {
        if (i > 0) out.space();
        out.string(languages.get(i));
      }
      out.raw(')');
    }
  }

  /// `body-fld-param = "(" string SP string *(SP string SP string) ")" / nil`
  private void parameters(Map<String, String> parameters) {
    if (parameters.isEmpty()) {
      out.nil();
      return;
    }
    boolean first = true;
    for (var parameter : parameters.entrySet()) {
      out.raw(first ? '(' : ' ');
      first = false;
      out.string(parameter.getKey());
      out.space();
      out.string(parameter.getValue());
    }
    out.raw(')');
  }
}
