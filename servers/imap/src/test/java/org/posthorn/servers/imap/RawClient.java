package org.posthorn.servers.imap;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.posthorn.testing.serverkit.LineClient;

/// A client that says whatever it is told to, and hears lines with literals in them. Gives up after
/// ten seconds of silence.
final class RawClient extends LineClient {

  RawClient(int port) throws IOException {
    super(port);
  }

  /// Connected, greeted, logged in as romeo.
  static RawClient loggedIn(TestHouse house) throws IOException {
    var client = new RawClient(house.plainPort());
    client.line();
    client.command("l LOGIN romeo@example.test " + TestHouse.PASSWORD);
    return client;
  }

  /// From now on everything is compressed, both ways (RFC 4978).
  void compress() {
    use(
        new BufferedInputStream(new InflaterInputStream(in(), new Inflater(true))),
        new DeflaterOutputStream(out(), new Deflater(Deflater.BEST_SPEED, true), true));
  }

  /// Ends what [#compress] began: the server's stream has ended, and nothing has come behind it.
  void decompressed() throws IOException {
    if (in().read() >= 0) throw new IOException("the compressed stream goes on");
    use(new BufferedInputStream(socket().getInputStream()), socket().getOutputStream());
  }

  /// Says a command, hears everything up to its tagged answer, which is the end of what is given
  /// back.
  String command(String text) throws IOException {
    send(text + "\r\n");
    var tag = text.substring(0, text.indexOf(' ') + 1);
    var all = new StringBuilder();
    for (var line = line(); line != null; line = line()) {
      all.append(line).append('\n');
      if (line.startsWith(tag)) break;
    }
    return all.toString();
  }
}
