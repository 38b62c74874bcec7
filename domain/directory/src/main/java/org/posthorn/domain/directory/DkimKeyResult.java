package org.posthorn.domain.directory;

import java.util.List;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mailauth.DkimSelector;

/// What became of a change to a domain's keys. [#inWords] is for the one who asked for it.
public sealed interface DkimKeyResult {

  String inWords();

  /// What making keys may answer.
  sealed interface OfAdd extends DkimKeyResult {}

  /// What changing one may answer.
  sealed interface OfChange extends DkimKeyResult {}

  /// It is done and durable.
  ///
  /// @param keys that were made or changed: what was asked for first, then what followed from it
  record Done(List<DomainKey> keys) implements OfAdd, OfChange {
    public Done {
      keys = List.copyOf(keys);
      if (keys.isEmpty()) throw new IllegalArgumentException("nothing was done");
    }

    @Override
    public String inWords() {
      return keys.getFirst().selector() + " is done";
    }
  }

  record NoSuchDomain(DomainName name) implements OfAdd, OfChange {
    @Override
    public String inWords() {
      return name + " is not one of our domains";
    }
  }

  record NoSuchKey(DomainName domain, DkimSelector selector) implements OfChange {
    @Override
    public String inWords() {
      return "there is no key %s of %s".formatted(selector, domain);
    }
  }

  /// The domain has, or had, another key of this name.
  record SelectorTaken(DomainName domain, DkimSelector selector) implements OfAdd {
    @Override
    public String inWords() {
      return "%s has or had a key %s already, and a selector is never used twice"
          .formatted(domain, selector);
    }
  }

  record TooMany(DomainName domain) implements OfAdd {
    @Override
    public String inWords() {
      return "%s has %d keys already, remove those that are retired"
          .formatted(domain, DkimKeys.MAX_KEYS);
    }
  }

  /// The key is in a state in which this makes no sense.
  record WrongState(DomainKey key, String hint) implements OfChange {
    @Override
    public String inWords() {
      return "the key %s %s".formatted(key.selector(), hint);
    }
  }

  record Invalid(String reason) implements OfAdd {
    @Override
    public String inWords() {
      return reason;
    }
  }
}
