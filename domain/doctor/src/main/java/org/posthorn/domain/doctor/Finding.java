package org.posthorn.domain.doctor;

import java.util.List;

/// What a check has seen.
public sealed interface Finding {

  Topic topic();

  /// What is so, in one sentence.
  String what();

  /// As it should be.
  record Fine(Topic topic, String what) implements Finding {}

  /// It works, and could be better; or it could not be found out.
  ///
  /// @param why what it is good for
  /// @param mend records to publish or commands to give, one each; may be empty
  record Hint(Topic topic, String what, String why, List<String> mend) implements Finding {
    public Hint {
      mend = List.copyOf(mend);
    }
  }

  /// Something does not work, or soon will not.
  ///
  /// @param why what comes of it
  /// @param mend records to publish or commands to give, one each
  record Fault(Topic topic, String what, String why, List<String> mend) implements Finding {
    public Fault {
      mend = List.copyOf(mend);
    }
  }
}
