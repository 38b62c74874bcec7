package org.posthorn.servers.pop3;

import java.io.IOException;
import java.nio.file.Path;
import org.posthorn.testing.serverkit.CertificateContract;
import org.posthorn.testing.serverkit.LineClient;

class CertificateTest extends CertificateContract {

  CertificateTest() {
    super("+OK Logged in", "-ERR [AUTH] Your certificate ");
  }

  @Override
  protected Door open(Path folder) {
    var house = new TestHouse(folder);
    return new Door(house.tlsPort(), house.people(), house);
  }

  @Override
  protected String offered(LineClient client) throws IOException {
    client.line();
    client.send("AUTH\r\n");
    var said = new StringBuilder();
    for (var line = client.line(); line != null && !line.equals("."); line = client.line())
      said.append(line).append('\n');
    return said.toString();
  }

  @Override
  protected String external(String initial) {
    return "AUTH EXTERNAL " + (initial.isEmpty() ? "=" : initial);
  }
}
