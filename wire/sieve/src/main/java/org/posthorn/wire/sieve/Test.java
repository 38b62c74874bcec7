package org.posthorn.wire.sieve;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/// A checked test. The logical ones are here and evaluated by `Interpreter`; the others are a file
/// each.
sealed interface Test {

  Position at();

  record AllOf(Position at, List<Test> tests) implements Test {
    public AllOf {
      tests = List.copyOf(tests);
    }
  }

  record AnyOf(Position at, List<Test> tests) implements Test {
    public AnyOf {
      tests = List.copyOf(tests);
    }
  }

  record Not(Position at, Test test) implements Test {}

  /// `true` and `false`.
  record Constant(Position at, boolean value) implements Test {}

  /// As `Command.Conditional`.
  record Conditional(Position at, Set<Extension> needed, Test test) implements Test {
    public Conditional {
      needed = Set.copyOf(needed);
    }
  }

  /// As `Command.Faulty`.
  record Faulty(Position at, String text) implements Test {}

  /// Asks the facts.
  sealed interface Question extends Test
      permits AddressTest,
          BodyTest,
          DateTest,
          DuplicateTest,
          EnvelopeTest,
          EnvironmentTest,
          ExistsTest,
          HasFlagTest,
          HeaderTest,
          IHaveTest,
          MailboxExistsTest,
          MetadataTest,
          MetadataExistsTest,
          NotifyCapabilityTest,
          ScannerTest,
          SizeTest,
          SpecialUseExistsTest,
          StringTest,
          ValidExtListTest,
          ValidNotifyMethodTest {

    boolean holds(Execution execution) throws IOException;
  }
}
