package org.posthorn.servers.managesieve;

import java.io.IOException;
import java.nio.file.Path;
import org.posthorn.testing.serverkit.CertificateContract;
import org.posthorn.testing.serverkit.LineClient;

class CertificateTest extends CertificateContract {

  CertificateTest() {
    super("OK ", "NO \"Your certificate ");
  }

  @Override
  protected Door open(Path folder) {
    var house = new TestHouse(folder);
    return new Door(house.tlsPort(), house.people(), house);
  }

  @Override
  protected String offered(LineClient client) throws IOException {
    var said = new StringBuilder();
    for (var line = client.line(); line != null; line = client.line()) {
      said.append(line).append('\n');
      if (line.startsWith("OK ")) break;
    }
    return said.toString();
  }

  @Override
  protected String external(String initial) {
    return "AUTHENTICATE \"EXTERNAL\" \"" + initial + "\"";
  }
}
