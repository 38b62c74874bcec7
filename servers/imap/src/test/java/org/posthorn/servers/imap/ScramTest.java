package org.posthorn.servers.imap;

import java.nio.file.Path;
import org.posthorn.testing.serverkit.ScramContract;
import org.posthorn.testing.serverkit.ServerHouse;

class ScramTest extends ScramContract {

  ScramTest() {
    super("a AUTHENTICATE", "a OK [CAPABILITY ", "a NO [AUTHENTICATIONFAILED] ");
  }

  @Override
  protected ServerHouse house(Path folder) {
    return new TestHouse(folder);
  }
}
