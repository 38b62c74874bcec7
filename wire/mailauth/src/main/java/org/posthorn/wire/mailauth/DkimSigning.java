package org.posthorn.wire.mailauth;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The signing of one message, from its header to the end of its body. Owned by one thread.
public final class DkimSigning implements BodySink {

  /// A field that occurs more often is signed this often, from the bottom.
  private static final int MAX_INSTANCES = 50;

  private final SignableHeader header;
  private final List<DkimSigner.Key> keys;
  private final DkimSigner.Form form;
  private final Instant now;
  private final BodyHash body;

  DkimSigning(SignableHeader header, List<DkimSigner.Key> keys, DkimSigner.Form form, Instant now) {
    this.header = header;
    this.keys = keys;
    this.form = form;
    this.now = now;
    this.body = new BodyHash(form.body(), Long.MAX_VALUE);
  }

  @Override
  public void body(byte[] bytes, int offset, int count) {
    body.update(bytes, offset, count);
  }

  /// The DKIM-Signature fields with their line ends, one for each key, to be put before the
  /// message; to be called once. Empty for a header that is larger than verifiers look at.
  public String finish() {
    var hash = body.finish();
    if (header.isTooLarge()) return "";
    var fields = new StringBuilder();
    for (var key : keys) fields.append(field(key, hash));
    return fields.toString();
  }

  private String field(DkimSigner.Key key, String hash) {
    var names = names(header);
    var field = new FoldedField("DKIM-Signature");
    field.add("v=1; ");
    addAlgorithm(field, key, form);
    field.add("t=" + now.getEpochSecond() + "; ");
    var validity = form.validity();
    if (validity != null) field.add("x=" + now.plus(validity).getEpochSecond() + "; ");
    addContent(field, names, hash);
    var unsigned = field.text();
    var data = new ByteArrayOutputStream();
    header.appendSigned(lower(names), -1, form.header(), data);
    form.header().append(unsigned.getBytes(StandardCharsets.US_ASCII), data);
    field.addBroken(Sha256.base64(key.secret().sign(data.toByteArray())));
    return field.text() + "\r\n";
  }

  static void addAlgorithm(FoldedField field, DkimSigner.Key key, DkimSigner.Form form) {
    field.add("a=" + key.secret().algorithm().text() + "; ");
    field.add("c=" + form.header().text() + "/" + form.body().text() + "; ");
    field.add("d=" + key.domain() + "; ");
    field.add("s=" + key.selector() + "; ");
  }

  /// `h=` and `bh=`, and `b=` without its value.
  static void addContent(FoldedField field, List<String> names, String hash) {
    for (int i = 0; i < names.size(); i++) {
      boolean last = i == names.size() - 1;
      field.add((i == 0 ? "h=" : "") + names.get(i) + (last ? "; " : ":"));
    }
    field.add("bh=" + hash + "; ");
    field.add("b=");
  }

  static List<String> lower(List<String> names) {
    return names.stream().map(it -> it.toLowerCase(Locale.ROOT)).toList();
  }

  /// What is signed of a message with this header.
  static List<String> names(SignableHeader header) {
    var names = new ArrayList<String>();
    for (var name : DkimSigner.OVERSIGNED) add(name, count(header, name) + 1, names);
    for (var name : DkimSigner.SIGNED) add(name, count(header, name), names);
    return names;
  }

  private static void add(String name, int times, List<String> names) {
    for (int i = 0; i < times; i++) names.add(name);
  }

  private static int count(SignableHeader header, String name) {
    return Math.min(MAX_INSTANCES, header.places(name.toLowerCase(Locale.ROOT)).size());
  }
}
