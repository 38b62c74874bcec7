package org.posthorn.domain.guard;

import java.util.List;
import org.posthorn.wire.smtp.EnhancedCode;

/// What is to be done with a message. The reasons are sentences for the log, the header and whoever
/// asks; there may be some for mail that is accepted, too.
public sealed interface Judgement {

  List<String> reasons();

  record Accept(List<String> reasons) implements Judgement {
    public Accept {
      reasons = List.copyOf(reasons);
    }
  }

  /// Accept, and say in the header that it is odd.
  record Mark(List<String> reasons) implements Judgement {
    public Mark {
      reasons = List.copyOf(reasons);
    }
  }

  /// Accept into the mailbox for junk, and say in the header why.
  record Junk(List<String> reasons) implements Judgement {
    public Junk {
      reasons = List.copyOf(reasons);
    }
  }

  /// Not now.
  ///
  /// @param text for the client
  record TryLater(EnhancedCode code, String text, List<String> reasons) implements Judgement {
    public TryLater {
      reasons = List.copyOf(reasons);
      if (code.status() != 4) throw new IllegalArgumentException("not a temporary code: " + code);
    }
  }

  /// Never.
  ///
  /// @param text for the client
  record Refuse(EnhancedCode code, String text, List<String> reasons) implements Judgement {
    public Refuse {
      reasons = List.copyOf(reasons);
      if (code.status() != 5) throw new IllegalArgumentException("not a permanent code: " + code);
    }
  }
}
