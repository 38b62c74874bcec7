package org.posthorn.servers.pop3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.testing.serverkit.LineClient;

/// A client that says whatever it is told to. Gives up after ten seconds of silence.
final class RawClient extends LineClient {

  RawClient(int port) throws IOException {
    super(port);
  }

  /// Connected, greeted, logged in as romeo.
  static RawClient loggedIn(TestHouse house) throws IOException {
    var client = new RawClient(house.plainPort());
    client.line();
    client.login("romeo@example.test");
    return client;
  }

  /// A line as it came, with its LF.
  String octetLine() throws IOException {
    var line = new StringBuilder();
    for (int c = in().read(); c >= 0; c = in().read()) {
      line.append((char) c);
      if (c == '\n') break;
    }
    return line.toString();
  }

  /// USER and PASS; the answer to the second.
  String login(String user) throws IOException {
    command("USER " + user);
    return command("PASS " + TestHouse.PASSWORD);
  }

  /// Says a command, hears the first line of the answer; empty at the end of the connection.
  String command(String text) throws IOException {
    send(text + "\r\n");
    var line = line();
    return line == null ? "" : line;
  }

  /// Says a command, hears all lines of the answer up to the dot, which is not among them.
  List<String> lines(String text) throws IOException {
    var lines = new ArrayList<String>();
    lines.add(command(text));
    if (!lines.getFirst().startsWith("+OK")) return lines;
    for (var line = line(); line != null && !line.equals("."); line = line()) lines.add(line);
    return lines;
  }
}
