package org.posthorn.domain.doctor;

import java.util.List;

/// What a finding is about.
///
/// @param check such as `spf`
/// @param subject the domain, host, address or file
public record Topic(String check, String subject) {

  public Finding fine(String what) {
    return new Finding.Fine(this, what);
  }

  public Finding hint(String what, String why, String... mend) {
    return new Finding.Hint(this, what, why, List.of(mend));
  }

  public Finding fault(String what, String why, String... mend) {
    return new Finding.Fault(this, what, why, List.of(mend));
  }

  /// Nobody knows, because DNS did not answer.
  Finding unknown(String asked, String detail) {
    return hint(
        "DNS cannot be asked for %s now (%s).".formatted(asked, detail),
        "What cannot be asked cannot be checked; others may have the same trouble.",
        "posthorn doctor   # again, when the findings about the resolver are mended");
  }
}
