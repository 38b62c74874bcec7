package org.posthorn.domain.feedback;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.posthorn.wire.mail.EmailAddress;

/// Takes reports and keeps them.
final class FakePost implements ReportPost {

  record Mail(String message, String from, String to, Secrecy secrecy) {
    String header(String name) {
      var unfolded = message.substring(0, message.indexOf("\r\n\r\n")).replace("\r\n ", " ");
      for (var line : unfolded.split("\r\n", -1))
        if (line.startsWith(name + ": ")) return line.substring(name.length() + 2);
      throw new AssertionError("no " + name + " in " + unfolded);
    }

    /// The compressed file in the last part.
    String file() throws IOException {
      var part = message.substring(message.lastIndexOf("Content-Disposition"));
      var body = part.substring(part.indexOf("\r\n\r\n") + 4, part.lastIndexOf("\r\n--"));
      return unpacked(Base64.getMimeDecoder().decode(body));
    }
  }

  record Post(URI to, String mediaType, String report) {}

  final List<Mail> mails = new ArrayList<>();
  final List<Post> posts = new ArrayList<>();
  Posted answer = new Posted.Taken();

  static String unpacked(byte[] gzip) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public Posted mail(byte[] message, EmailAddress from, EmailAddress to, Secrecy secrecy) {
    mails.add(new Mail(new String(message, US_ASCII), from.toString(), to.toString(), secrecy));
    return answer;
  }

  @Override
  public Posted post(URI to, String mediaType, byte[] report) {
    try {
      posts.add(new Post(to, mediaType, unpacked(report)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return answer;
  }
}
