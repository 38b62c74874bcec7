package org.posthorn.app;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.DirectoryAnswer.AliasPage;
import org.posthorn.app.DirectoryAnswer.OneAlias;
import org.posthorn.app.DirectoryRequest.AddAlias;
import org.posthorn.app.DirectoryRequest.ChangeAlias;
import org.posthorn.app.DirectoryRequest.ListAliases;
import org.posthorn.app.DirectoryRequest.RemoveAlias;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.Alias;
import org.posthorn.domain.directory.AliasResult;
import org.posthorn.domain.directory.Aliases;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.ListQuery;
import org.posthorn.domain.directory.Removal;
import org.posthorn.wire.mail.EmailAddress;

/// Aliases: added, listed, changed, removed.
final class AliasAdministration {
  private final Aliases aliases;
  private final Actor actor;

  AliasAdministration(Directory directory, Actor actor) {
    this.aliases = directory.aliases();
    this.actor = actor;
  }

  OneAlias add(AddAlias request) throws AdminRefused {
    var content = new Aliases.Content(Words.addresses(request.targets()), true);
    return done(aliases.add(actor, Words.address(request.address()), content));
  }

  AliasPage list(ListAliases request) throws AdminRefused {
    var query =
        new ListQuery(
            Words.optionalDomain(request.domain()),
            request.text(),
            request.after() == null ? null : Words.address(request.after()),
            Math.clamp(request.limit(), 1, ListQuery.MAX_LIMIT));
    var found = aliases.list(query).stream().map(AliasAdministration::answer).toList();
    var next = found.size() < query.limit() ? null : found.getLast().address();
    return new AliasPage(found, next);
  }

  OneAlias change(ChangeAlias request) throws AdminRefused {
    var address = Words.address(request.address());
    var alias = aliases.find(address);
    if (alias == null) throw new AdminRefused("There is no alias " + address + ".");
    var targets = new ArrayList<EmailAddress>();
    if (request.targets().isEmpty())
      alias.targets().forEach(target -> targets.add(target.address()));
    else targets.addAll(Words.addresses(request.targets()));
    targets.addAll(Words.addresses(request.moreTargets()));
    for (var less : Words.addresses(request.lessTargets()))
      targets.removeIf(target -> target.key().equals(less.key()));
    var enabled = request.enabled() == null ? alias.enabled() : request.enabled();
    return done(aliases.change(actor, address, new Aliases.Content(targets, enabled)));
  }

  Done remove(RemoveAlias request) throws AdminRefused {
    var removal = request.all() ? Removal.WITH_DEPENDENTS : Removal.ONLY_IF_UNUSED;
    var removed = done(aliases.remove(actor, Words.address(request.address()), removal));
    return new Done("removed " + removed.address());
  }

  private static OneAlias done(AliasResult result) throws AdminRefused {
    return switch (result) {
      case AliasResult.Done(var alias) -> answer(alias);
      case AliasResult refused -> throw new AdminRefused(Words.sentence(refused.inWords()));
    };
  }

  private static OneAlias answer(Alias alias) {
    List<String> targets =
        alias.targets().stream().map(target -> target.address().toString()).toList();
    return new OneAlias(alias.address().toString(), targets, alias.enabled(), alias.created());
  }
}
