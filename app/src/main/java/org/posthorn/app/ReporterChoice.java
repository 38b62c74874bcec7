package org.posthorn.app;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.Domain;
import org.posthorn.domain.feedback.Reporter;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;

/// Finds out in whose name reports are sent: a domain of ours that signs, since reports without a
/// signature are not believed. Asks the directory each time.
final class ReporterChoice {
  private final FeedbackConfig config;
  private final Directory directory;
  private final String hostname;

  ReporterChoice(FeedbackConfig config, Directory directory, String hostname) {
    this.config = config;
    this.directory = directory;
    this.hostname = hostname;
  }

  /// Null when no domain of ours signs, or the configured one does not; [#reason] says it.
  @Nullable Reporter reporter() {
    var from = from();
    if (from == null) return null;
    var organization = config.organization();
    var contact = config.contact();
    return new Reporter(
        from,
        organization == null ? from.domain().ascii() : organization,
        contact == null ? from : contact);
  }

  /// Why there are no reports.
  String reason() {
    var from = config.from();
    return from == null
        ? "No domain has a DKIM key that signs, so no reports are sent. Make one: posthorn dkim add"
            + " DOMAIN"
        : "%s has no DKIM key that signs, so no reports are sent. Make one: posthorn dkim add %s"
            .formatted(from.domain(), from.domain());
  }

  private @Nullable EmailAddress from() {
    var configured = config.from();
    if (configured != null) return signs(configured.domain()) ? configured : null;
    for (var domain : candidates())
      if (signs(domain)) return new EmailAddress(new Localpart("postmaster"), domain);
    return null;
  }

  private boolean signs(DomainName domain) {
    return !directory.dkimKeys().active(domain).isEmpty();
  }

  private List<DomainName> candidates() {
    var candidates = new ArrayList<DomainName>();
    try {
      var own = DomainName.parse(hostname.substring(hostname.indexOf('.') + 1));
      if (directory.domains().find(own) != null) candidates.add(own);
    } catch (AddressException _) {
      // A host without a domain: the first of ours will do.
    }
    directory.domains().list().stream().map(Domain::name).forEach(candidates::add);
    return candidates;
  }
}
