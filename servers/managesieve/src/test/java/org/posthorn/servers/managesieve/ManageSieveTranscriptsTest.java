package org.posthorn.servers.managesieve;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.Transcripts;

/// Every command and every refusal, as clients see them.
@TestInstance(Lifecycle.PER_CLASS)
class ManageSieveTranscriptsTest {

  private TestHouse house;

  @BeforeAll
  void open(@TempDir java.nio.file.Path folder) {
    house = new TestHouse(folder);
  }

  @AfterAll
  void close() {
    house.close();
  }

  @TestFactory
  Stream<DynamicNode> transcripts() {
    return Transcripts.in("transcripts/managesieve").against(new ManageSieveUnderTest(house));
  }
}
