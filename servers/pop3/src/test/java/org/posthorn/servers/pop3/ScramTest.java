package org.posthorn.servers.pop3;

import java.nio.file.Path;
import org.posthorn.testing.serverkit.ScramContract;
import org.posthorn.testing.serverkit.ServerHouse;

class ScramTest extends ScramContract {

  ScramTest() {
    super("AUTH", "+OK Logged in", "-ERR [AUTH] ");
  }

  @Override
  protected ServerHouse house(Path folder) {
    return new TestHouse(folder);
  }
}
