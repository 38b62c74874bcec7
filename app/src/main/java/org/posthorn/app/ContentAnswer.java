package org.posthorn.app;

import java.util.List;

/// What is answered about what is done to messages on their way.
sealed interface ContentAnswer extends AdminAnswer {

  record DisclaimerPage(List<OneDisclaimer> disclaimers) implements ContentAnswer {
    public DisclaimerPage {
      disclaimers = List.copyOf(disclaimers);
    }
  }

  record JournalPage(List<OneJournalRule> rules) implements ContentAnswer {
    public JournalPage {
      rules = List.copyOf(rules);
    }
  }

  /// Whose mail is copied where.
  record OneJournalRule(
      long number, String whose, List<String> directions, String stage, String to) {
    public OneJournalRule {
      directions = List.copyOf(directions);
    }
  }

  /// What is appended to mail of a domain.
  ///
  /// @param direction `outgoing` or `internal`
  record OneDisclaimer(String domain, String direction, String text, String html) {}

  /// What each step of the content chain would do to a message, and why.
  ///
  /// @param direction `outgoing` or `internal`
  record ContentExplanation(String domain, String direction, List<ExplainedStep> steps)
      implements ContentAnswer {
    public ContentExplanation {
      steps = List.copyOf(steps);
    }
  }

  /// One step.
  ///
  /// @param outcome `changed`, `left` or `not-concerned`
  record ExplainedStep(String step, String outcome, String reason) {}
}
