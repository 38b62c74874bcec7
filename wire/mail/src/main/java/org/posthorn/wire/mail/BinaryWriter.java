package org.posthorn.wire.mail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A growing run of bytes for the database codecs: variable-length numbers and short texts. Owned
/// by one thread.
final class BinaryWriter {

  private byte[] bytes;
  private int length;

  BinaryWriter(int expected) {
    bytes = new byte[expected];
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  int length() {
    return length;
  }

  void writeByte(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  void writeBytes(byte[] source, int from, int count) {
    room(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  /// Seven bits a byte, the lowest first; not negative.
  void writeNumber(long value) {
    room(10);
    long rest = value;
    while (rest > 0x7f) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /// A number of either sign.
  void writeSigned(long value) {
    writeNumber((value << 1) ^ (value >> 63));
  }

  /// Absent, one of the well-known words, or its UTF-8.
  void writeText(@Nullable String text) {
    if (text == null) {
      writeByte(0);
      return;
    }
    Integer word = Words.NUMBERS.get(text);
    if (word != null) {
      writeByte(word);
      return;
    }
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    writeNumber(utf8.length + Words.CAPACITY);
    writeBytes(utf8, 0, utf8.length);
  }

  /// Sets the number of four bytes at `at`.
  void patch(int at, int value) {
    for (int i = 0; i < 4; i++) bytes[at + i] = (byte) (value >>> (24 - 8 * i));
  }

  private void room(int count) {
    if (length + count > bytes.length)
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
  }

  /// Words that most messages have, as one byte each. Part of the format: only ever appended to, at
  /// most `CAPACITY` with the absent text.
  static final class Words {
    static final int CAPACITY = 128;

    static final String[] LIST = {
      "",
      "text",
      "plain",
      "html",
      "multipart",
      "mixed",
      "alternative",
      "related",
      "signed",
      "report",
      "charset",
      "boundary",
      "name",
      "filename",
      "format",
      "flowed",
      "delsp",
      "type",
      "protocol",
      "micalg",
      "utf-8",
      "UTF-8",
      "us-ascii",
      "US-ASCII",
      "iso-8859-1",
      "ISO-8859-1",
      "windows-1252",
      "7bit",
      "8bit",
      "binary",
      "base64",
      "quoted-printable",
      "7BIT",
      "8BIT",
      "Quoted-Printable",
      "application",
      "octet-stream",
      "pdf",
      "pgp-signature",
      "pkcs7-signature",
      "x-pkcs7-signature",
      "calendar",
      "method",
      "image",
      "png",
      "jpeg",
      "gif",
      "attachment",
      "inline",
      "message",
      "rfc822",
      "delivery-status",
      "disposition-notification",
      "partial",
      "global",
      "audio",
      "video",
      "zip",
      "json",
      "xml",
      "TEXT",
      "PLAIN",
      "HTML",
      "text/html",
      "text/plain",
      "pgp-encrypted",
      "report-type",
      "yes",
      "fixed",
      "windows-1251",
      "koi8-r",
      "iso-8859-15",
      "gb2312",
      "markdown",
      "filename*",
      "name*",
      "size",
      "creation-date",
      "modification-date",
      "header",
      "feedback-report",
    };

    static final Map<String, Integer> NUMBERS = numbers();

    private Words() {}

    private static Map<String, Integer> numbers() {
      var numbers = new java.util.HashMap<String, Integer>();
      for (int i = 0; i < LIST.length; i++) numbers.put(LIST[i], i + 1);
      return Map.copyOf(numbers);
    }
  }
}
