package org.posthorn.app;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.DkimRequest.ActivateDkimKey;
import org.posthorn.app.DkimRequest.AddDkimKey;
import org.posthorn.app.DkimRequest.ListDkimKeys;
import org.posthorn.app.DkimRequest.RemoveDkimKey;
import org.posthorn.app.DkimRequest.RetireDkimKey;
import org.posthorn.app.DkimRequest.RotateDkimKeys;
import org.posthorn.app.SiteAnswer.DkimKeyPage;
import org.posthorn.app.SiteAnswer.OneDkimKey;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.DkimKeyResult;
import org.posthorn.domain.directory.DkimKeys;
import org.posthorn.domain.directory.DomainKey;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Txt;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mailauth.DkimAlgorithm;
import org.posthorn.wire.mailauth.DkimKey;
import org.posthorn.wire.mailauth.DkimSelector;

/// The keys of domains: made, rotated, activated, retired, removed. A key begins to sign only when
/// DNS has its record, or when whoever asks insists.
final class DkimAdministration {
  private final DkimKeys keys;
  private final Dns dns;
  private final Runnable forget;
  private final Actor actor;

  /// @param forget has DNS asked anew: who has just published a record does not want to wait
  DkimAdministration(Directory directory, Dns dns, Runnable forget, Actor actor) {
    this.keys = directory.dkimKeys();
    this.dns = dns;
    this.forget = forget;
    this.actor = actor;
  }

  DkimKeyPage add(AddDkimKey request) throws AdminRefused {
    var selector = request.selector() == null ? null : selector(request.selector());
    var bits = request.bits() == null ? DkimKey.RSA_BITS : request.bits();
    var domain = Words.domain(request.domain());
    return page(keys.add(actor, domain, algorithm(request.algorithm()), selector, bits));
  }

  DkimKeyPage rotate(RotateDkimKeys request) throws AdminRefused {
    return page(keys.rotate(actor, Words.domain(request.domain())));
  }

  DkimKeyPage list(ListDkimKeys request) throws AdminRefused {
    var domain = Words.domain(request.domain());
    var all = keys.list(domain);
    if (all == null) throw new AdminRefused(domain + " is not one of our domains.");
    return new DkimKeyPage(all.stream().map(DkimAdministration::answer).toList());
  }

  DkimKeyPage activate(ActivateDkimKey request) throws AdminRefused {
    var domain = Words.domain(request.domain());
    var selector = selector(request.selector());
    var key = find(domain, selector);
    if (key != null && key.state() != DomainKey.State.ACTIVE && !request.force())
      checkPublished(key);
    return page(keys.activate(actor, domain, selector));
  }

  private @Nullable DomainKey find(DomainName domain, DkimSelector selector) {
    var all = keys.list(domain);
    if (all == null) return null;
    for (var key : all) if (key.selector().equals(selector)) return key;
    return null;
  }

  private void checkPublished(DomainKey key) throws AdminRefused {
    if (fault(key) == null) return;
    forget.run();
    var fault = fault(key);
    if (fault != null)
      throw new AdminRefused(
          fault
              + ". Signatures would fail until it is there; --force activates the key all the"
              + " same. The record: "
              + key.secret().record().joined());
  }

  /// Why the key cannot be found by others; null if it can.
  private @Nullable String fault(DomainKey key) {
    var name = key.recordName();
    return switch (dns.txt(name)) {
      case Lookup.Found<Txt> found ->
          found.records().stream().anyMatch(key.secret()::isIn)
              ? null
              : "DNS has another record at " + name;
      case Lookup.NoSuchName<Txt> _, Lookup.NoSuchRecord<Txt> _ -> "DNS has no record at " + name;
      case Lookup.Failed<Txt>(var _, var detail) ->
          "DNS cannot be asked for %s now (%s)".formatted(name, detail);
    };
  }

  DkimKeyPage retire(RetireDkimKey request) throws AdminRefused {
    var domain = Words.domain(request.domain());
    return page(keys.retire(actor, domain, selector(request.selector())));
  }

  Done remove(RemoveDkimKey request) throws AdminRefused {
    var domain = Words.domain(request.domain());
    var removed = page(keys.remove(actor, domain, selector(request.selector()))).keys();
    return new Done(
        "removed %s; its record may go from DNS: %s"
            .formatted(removed.getFirst().selector(), removed.getFirst().name()));
  }

  private static DkimAlgorithm algorithm(String word) throws AdminRefused {
    var known = new ArrayList<String>();
    for (var algorithm : DkimAlgorithm.values()) {
      if (algorithm.keyType().equals(word)) return algorithm;
      known.add(algorithm.keyType());
    }
    throw new AdminRefused(
        "There is no algorithm %s, only %s.".formatted(word, String.join(" and ", known)));
  }

  private static DkimSelector selector(String text) throws AdminRefused {
    var selector = DkimSelector.parse(text);
    if (selector == null)
      throw new AdminRefused(
          "\"%s\" is not a selector: letters, digits and hyphens, at most 63".formatted(text));
    return selector;
  }

  private static DkimKeyPage page(DkimKeyResult result) throws AdminRefused {
    return switch (result) {
      case DkimKeyResult.Done(var changed) ->
          new DkimKeyPage(changed.stream().map(DkimAdministration::answer).toList());
      case DkimKeyResult refused -> throw new AdminRefused(Words.sentence(refused.inWords()));
    };
  }

  private static OneDkimKey answer(DomainKey key) {
    var record = key.secret().record();
    var name = key.recordName().text();
    return new OneDkimKey(
        key.domain().toString(),
        key.selector().text(),
        key.secret().algorithm().text(),
        ConfigValues.word(key.state()),
        key.created(),
        key.activated(),
        key.retired(),
        name,
        record.joined(),
        zone(name, record.strings()));
  }

  /// As a line of a zone file (RFC 1035 §5.1).
  private static String zone(String name, List<String> strings) {
    var quoted = strings.stream().map(it -> '"' + it + '"').collect(Collectors.joining(" "));
    return "%s. IN TXT ( %s )".formatted(name, quoted);
  }
}
