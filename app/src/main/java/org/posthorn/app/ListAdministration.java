package org.posthorn.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.DirectoryAnswer.ListMembers;
import org.posthorn.app.DirectoryAnswer.ListPage;
import org.posthorn.app.DirectoryAnswer.OneList;
import org.posthorn.app.DirectoryRequest.ListChange;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.Alias;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.ListQuery;
import org.posthorn.domain.directory.MailingList;
import org.posthorn.domain.directory.MailingList.Posting;
import org.posthorn.domain.directory.MailingList.Settings;
import org.posthorn.domain.directory.MailingListResult;
import org.posthorn.domain.directory.MailingLists;
import org.posthorn.domain.directory.MailingLists.Content;
import org.posthorn.domain.directory.Removal;
import org.posthorn.wire.mail.EmailAddress;

/// Distribution lists: added, listed, changed, removed, and their members.
final class ListAdministration {
  private final MailingLists lists;
  private final Actor actor;

  ListAdministration(Directory directory, Actor actor) {
    this.lists = directory.lists();
    this.actor = actor;
  }

  OneList add(DirectoryRequest.AddList request) throws AdminRefused {
    var settings = settings(Settings.DEFAULT, request.settings());
    var owners = Words.addresses(request.settings().owners());
    var content = new Content(settings, Words.addresses(request.members()), owners);
    return answer(done(lists.add(actor, Words.address(request.address()), content)));
  }

  OneList change(DirectoryRequest.ChangeList request) throws AdminRefused {
    var change = request.settings();
    var owners = Words.addresses(change.owners());
    var address = Words.address(request.address());
    var now = find(address);
    var settings = settings(now.settings(), change);
    return answer(
        done(
            lists.change(
                actor,
                address,
                list ->
                    new Content(
                        settings,
                        addresses(list.members()),
                        owners.isEmpty() ? addresses(list.owners()) : owners))));
  }

  private MailingList find(EmailAddress address) throws AdminRefused {
    var list = lists.find(address);
    if (list == null) throw new AdminRefused("There is no list " + address + ".");
    return list;
  }

  private static Settings settings(Settings before, ListChange change) throws AdminRefused {
    return new Settings(
        change.title() == null ? before.title() : change.title(),
        change.enabled() == null ? before.enabled() : change.enabled(),
        change.posting() == null ? before.posting() : posting(change.posting()),
        change.maxSize() == null ? before.maxOctets() : Words.quotaBytes(change.maxSize()),
        change.maxRecipients() == null ? before.maxRecipients() : change.maxRecipients());
  }

  private static Posting posting(String word) throws AdminRefused {
    for (var posting : Posting.values())
      if (ConfigValues.word(posting).equals(word)) return posting;
    var known = Arrays.stream(Posting.values()).map(ConfigValues::word);
    throw new AdminRefused(
        "\"%s\" does not say who may write; it is one of %s"
            .formatted(word, known.collect(Collectors.joining(", "))));
  }

  ListPage list(DirectoryRequest.ListLists request) throws AdminRefused {
    var query =
        new ListQuery(
            Words.optionalDomain(request.domain()), request.text(), null, ListQuery.MAX_LIMIT);
    return new ListPage(lists.list(query).stream().map(ListAdministration::answer).toList());
  }

  ListMembers members(DirectoryRequest.ChangeListMembers request) throws AdminRefused {
    var address = Words.address(request.address());
    var list = find(address);
    var more = Words.addresses(request.more());
    var less = Words.addresses(request.less());
    if (!more.isEmpty() || !less.isEmpty())
      list =
          done(
              lists.change(
                  actor,
                  address,
                  before ->
                      new Content(
                          before.settings(),
                          changed(before.members(), more, less),
                          addresses(before.owners()))));
    var members = addresses(list.members()).stream().map(EmailAddress::toString).toList();
    return new ListMembers(list.address().toString(), members);
  }

  private static List<EmailAddress> changed(
      List<Alias.Target> before, List<EmailAddress> more, List<EmailAddress> less) {
    var members = new ArrayList<>(addresses(before));
    members.addAll(more);
    for (var gone : less) members.removeIf(member -> member.key().equals(gone.key()));
    return members;
  }

  private static List<EmailAddress> addresses(List<Alias.Target> people) {
    return people.stream().map(Alias.Target::address).toList();
  }

  Done remove(DirectoryRequest.RemoveList request) throws AdminRefused {
    var removal = request.all() ? Removal.WITH_DEPENDENTS : Removal.ONLY_IF_UNUSED;
    var removed = done(lists.remove(actor, Words.address(request.address()), removal));
    return new Done("removed " + removed.address());
  }

  private static MailingList done(MailingListResult result) throws AdminRefused {
    return switch (result) {
      case MailingListResult.Done(var list) -> list;
      case MailingListResult refused -> throw new AdminRefused(Words.sentence(refused.inWords()));
    };
  }

  private static OneList answer(MailingList list) {
    var settings = list.settings();
    return new OneList(
        list.address().toString(),
        settings.title(),
        settings.enabled(),
        ConfigValues.word(settings.posting()),
        settings.maxOctets(),
        settings.maxRecipients(),
        addresses(list.owners()).stream().map(EmailAddress::toString).toList(),
        list.members().size(),
        list.created());
  }
}
