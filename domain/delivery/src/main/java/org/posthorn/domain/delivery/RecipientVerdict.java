package org.posthorn.domain.delivery;

import java.util.List;

/// Whether mail for an address is taken, and by which rules: `steps` tells them in words and in
/// order.
public sealed interface RecipientVerdict {

  List<String> steps();

  record Accept(Recipient recipient, List<String> steps) implements RecipientVerdict {
    public Accept {
      steps = List.copyOf(steps);
    }
  }

  record Refuse(Refusal reason, List<String> steps) implements RecipientVerdict {
    public Refuse {
      steps = List.copyOf(steps);
    }
  }
}
