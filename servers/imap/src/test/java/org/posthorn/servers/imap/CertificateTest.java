package org.posthorn.servers.imap;

import java.io.IOException;
import java.nio.file.Path;
import org.posthorn.testing.serverkit.CertificateContract;
import org.posthorn.testing.serverkit.LineClient;

class CertificateTest extends CertificateContract {

  CertificateTest() {
    super("a OK ", "a NO [AUTHENTICATIONFAILED] Your certificate ");
  }

  @Override
  protected Door open(Path folder) {
    var house = new TestHouse(folder);
    return new Door(house.tlsPort(), house.people(), house);
  }

  @Override
  protected String offered(LineClient client) throws IOException {
    return String.valueOf(client.line());
  }

  @Override
  protected String external(String initial) {
    return "a AUTHENTICATE EXTERNAL " + (initial.isEmpty() ? "=" : initial);
  }
}
