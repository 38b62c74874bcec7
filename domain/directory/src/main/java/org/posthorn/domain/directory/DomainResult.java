package org.posthorn.domain.directory;

import java.util.List;
import org.posthorn.wire.mail.DomainName;

/// What became of a change to a domain. [#inWords] is for the one who asked for it.
public sealed interface DomainResult {

  String inWords();

  /// What adding may answer.
  sealed interface OfAdd extends DomainResult {}

  /// What changing may answer.
  sealed interface OfChange extends DomainResult {}

  /// What removing may answer.
  sealed interface OfRemove extends DomainResult {}

  /// It is done and durable.
  record Done(Domain domain) implements OfAdd, OfChange, OfRemove {
    @Override
    public String inWords() {
      return domain.name() + " is done";
    }
  }

  record NameTaken(Domain by) implements OfAdd {
    @Override
    public String inWords() {
      return by.name() + " is here already";
    }
  }

  record NoSuchDomain(DomainName name) implements OfAdd, OfChange, OfRemove {
    @Override
    public String inWords() {
      return name + " is not one of our domains";
    }
  }

  record InUse(DomainName name, List<String> by) implements OfRemove {
    public InUse {
      by = List.copyOf(by);
    }

    @Override
    public String inWords() {
      return name + " is in use: it has " + String.join(", ", by);
    }
  }

  record Invalid(String reason) implements OfAdd, OfChange {
    @Override
    public String inWords() {
      return reason;
    }
  }
}
