package org.posthorn.domain.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

/// An address or a domain that gets no mail from here.
///
/// @param reason for people
/// @param until null: for ever
public record Suppression(Pattern pattern, String reason, Instant since, @Nullable Instant until) {

  /// Who is meant.
  public sealed interface Pattern {

    /// What is compared.
    String key();

    record Address(EmailAddress address) implements Pattern {
      @Override
      public String key() {
        return address.key();
      }

      @Override
      public String toString() {
        return address.toString();
      }
    }

    /// Everybody there; not those of its subdomains.
    record Domain(DomainName domain) implements Pattern {
      @Override
      public String key() {
        return "@" + domain.key();
      }

      @Override
      public String toString() {
        return "@" + domain;
      }
    }
  }

  public Suppression {
    reason = Line.of(reason);
  }
}
