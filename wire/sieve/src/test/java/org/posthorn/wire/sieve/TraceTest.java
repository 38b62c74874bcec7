package org.posthorn.wire.sieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.posthorn.wire.sieve.SieveRuns.COYOTE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TraceTest {

  @Test
  void a_run_can_be_followed_step_by_step() {
    var script =
        """
        require ["fileinto", "variables"];
        set "box" "birds";
        if anyof (header :is "to" "nobody",
                  address :domain :contains "from" ["acme", "desert"]) {
          fileinto "${box}";
        } else {
          discard;
        }
        """;
    var outcome = new SieveRuns(COYOTE).outcome(script);
    var trace = outcome.trace().stream().map(TraceStep::toString).collect(Collectors.joining("\n"));
    assertThat(trace)
        .isEqualTo(
            """
            2: set box to "birds"
            3: if
            3:   anyof
            3:     header
            3:       "roadrunner@acme.example.com" :is "nobody": no
            3:       is false
            4:     address
            4:       "desert.example.org" :contains "acme": no
            4:       "desert.example.org" :contains "desert": yes
            4:       is true
            5:   fileinto "birds"\
            """);
  }

  @Test
  void a_fault_and_the_implicit_keep_are_in_the_trace_too() {
    var runs = new SieveRuns(COYOTE);
    assertThat(runs.outcome("").trace().getLast().text()).contains("implicit keep");
    assertThat(runs.outcome("require \"ihave\"; error \"no\";").trace().getLast().kind())
        .isEqualTo(TraceStep.Kind.FAULT);
  }

  @Test
  void without_tracing_nothing_is_written_down() {
    assertThat(new SieveRuns(COYOTE).outcome("keep;", Script.Tracing.OFF).trace()).isEmpty();
  }

  @Test
  void what_the_outside_cannot_answer_now_is_no_fault_of_the_script() {
    var outside =
        new Outside.Nothing() {
          @Override
          public boolean mailboxExists(String mailbox) {
            throw new UncheckedIOException(new IOException("the store is away"));
          }
        };
    var runs = new SieveRuns(COYOTE, outside);
    assertThatThrownBy(() -> runs.holds("mailboxexists \"a\""))
        .isInstanceOf(UncheckedIOException.class);
  }
}
