package org.posthorn.servers.smtp;

import java.io.IOException;
import java.nio.file.Path;
import org.posthorn.testing.serverkit.CertificateContract;
import org.posthorn.testing.serverkit.LineClient;

class CertificateTest extends CertificateContract {

  CertificateTest() {
    super("235 2.7.0 ", "535 5.7.8 your certificate ");
  }

  @Override
  protected Door open(Path folder) throws IOException {
    var house = new House();
    return new Door(house.tlsPort(Flavour.SUBMISSION), house.certificates(), house);
  }

  @Override
  protected String offered(LineClient client) throws IOException {
    client.line();
    client.send("EHLO client.example.test\r\n");
    var said = new StringBuilder();
    for (var line = client.line(); line != null; line = client.line()) {
      said.append(line).append('\n');
      if (line.startsWith("250 ")) break;
    }
    return said.toString();
  }

  @Override
  protected String external(String initial) {
    return "AUTH EXTERNAL " + (initial.isEmpty() ? "=" : initial);
  }
}
