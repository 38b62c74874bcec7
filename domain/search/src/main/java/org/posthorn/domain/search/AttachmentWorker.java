package org.posthorn.domain.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/// The process that gets the text out of attachments, for [Attachments]: it reads the name of a
/// format, a length and an attachment, and writes a length and a text in UTF-8, over and over,
/// until its input ends. What cannot be read has an empty text. When its memory does not suffice it
/// dies.
public final class AttachmentWorker {

  private AttachmentWorker() {}

  public static void main(String[] arguments) throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(System.in));
        var out = new DataOutputStream(new BufferedOutputStream(answers()))) {
      while (true) answer(in, out);
    } catch (EOFException _) {
      // whoever asked is gone
    }
  }

  /// Octets for whoever asked, not words for a console.
  private static FileOutputStream answers() {
    return new FileOutputStream(FileDescriptor.out);
  }

  private static void answer(DataInputStream in, DataOutputStream out) throws IOException {
    var format = AttachmentFormat.valueOf(in.readUTF());
    var octets = new byte[in.readInt()];
    in.readFully(octets);
    var text = text(format, octets).getBytes(UTF_8);
    out.writeInt(text.length);
    out.write(text);
    out.flush();
  }

  private static String text(AttachmentFormat format, byte[] octets) {
    try {
      return AttachmentText.of(format, octets);
    } catch (IOException | RuntimeException | StackOverflowError _) {
      return "";
    }
  }
}
