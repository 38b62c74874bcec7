package org.posthorn.app;

import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.DirectoryAnswer.DomainPage;
import org.posthorn.app.DirectoryAnswer.OneDomain;
import org.posthorn.app.DirectoryRequest.AddDomain;
import org.posthorn.app.DirectoryRequest.ChangeDomain;
import org.posthorn.app.DirectoryRequest.RemoveDomain;
import org.posthorn.domain.content.Direction;
import org.posthorn.domain.content.Disclaimers;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.Domain;
import org.posthorn.domain.directory.DomainResult;
import org.posthorn.domain.directory.DomainSettings;
import org.posthorn.domain.directory.Removal;

/// Domains: added, listed, changed, removed.
final class DomainAdministration {
  private final Directory directory;
  private final Actor actor;
  private final AccountAdministration accounts;
  private final Disclaimers disclaimers;

  DomainAdministration(Store store, Actor actor, AccountAdministration accounts) {
    this.directory = store.directory();
    this.actor = actor;
    this.accounts = accounts;
    disclaimers = store.disclaimers();
  }

  OneDomain add(AddDomain request) throws AdminRefused {
    var name = Words.domain(request.name());
    var sameAs = request.sameAs();
    return done(
        sameAs == null
            ? directory.domains().add(actor, name, DomainSettings.DEFAULT)
            : directory.domains().addOtherName(actor, name, Words.domain(sameAs)));
  }

  DomainPage list() {
    return new DomainPage(directory.domains().list().stream().map(this::answer).toList());
  }

  OneDomain change(ChangeDomain request) throws AdminRefused {
    var separators = request.plusSeparators();
    var catchAll = request.catchAll() == null ? null : Words.optionalAddress(request.catchAll());
    var administrator = administrator(request.administrator());
    return done(
        directory
            .domains()
            .change(
                actor,
                Words.domain(request.name()),
                settings -> {
                  var changed = settings;
                  if (request.enabled() != null) changed = changed.withEnabled(request.enabled());
                  if (separators != null) changed = changed.withPlusSeparators(separators);
                  if (request.catchAll() != null) changed = changed.withCatchAll(catchAll);
                  if (request.administrator() != null)
                    changed = changed.withAdministrator(administrator);
                  return changed;
                }));
  }

  private @Nullable AccountId administrator(@Nullable String address) throws AdminRefused {
    return address == null || address.isEmpty() ? null : accounts.find(address).id();
  }

  /// The mail of its accounts goes first: what a crash leaves is a domain that can be removed
  /// again.
  Done remove(RemoveDomain request, Progress progress) throws AdminRefused {
    var name = Words.domain(request.name());
    var removal = request.all() ? Removal.WITH_DEPENDENTS : Removal.ONLY_IF_UNUSED;
    if (request.all()) {
      var all = directory.accounts().ofDomain(name);
      long done = 0;
      for (var account : all) {
        accounts.removeMail(account);
        progress.at(++done, all.size(), "accounts removed");
      }
    }
    var removed = done(directory.domains().remove(actor, name, removal));
    for (var direction : Direction.values()) disclaimers.remove(actor, name, direction);
    return new Done("removed " + removed.name());
  }

  private OneDomain done(DomainResult result) throws AdminRefused {
    return switch (result) {
      case DomainResult.Done(var domain) -> answer(domain);
      case DomainResult refused -> throw new AdminRefused(Words.sentence(refused.inWords()));
    };
  }

  private OneDomain answer(Domain domain) {
    var settings = domain.settings();
    return new OneDomain(
        domain.name().toString(),
        domain.sameAs() == null ? null : domain.sameAs().toString(),
        settings.enabled(),
        settings.plusSeparators(),
        settings.catchAll() == null ? null : settings.catchAll().toString(),
        addressOf(settings.administrator()),
        domain.created());
  }

  private @Nullable String addressOf(@Nullable AccountId id) {
    Account account = id == null ? null : directory.accounts().find(id);
    return account == null ? null : account.address().toString();
  }
}
