package org.posthorn.domain.directory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// States of objects as lines of `name: value` for the audit log. Nothing secret has a line.
final class AuditText {

  private AuditText() {}

  static Map<String, String> of(Audited object) {
    return switch (object) {
      case Domain it -> ofDomain(it);
      case Account it -> ofAccount(it);
      case Alias it -> ofAlias(it);
      case MailingList it -> ofMailingList(it);
      case SharedMailbox it -> ofSharedMailbox(it);
      case DomainKey it -> ofDomainKey(it);
    };
  }

  private static Map<String, String> ofDomain(Domain domain) {
    var settings = domain.settings();
    var lines = new LinkedHashMap<String, String>();
    lines.put("name", domain.name().text());
    if (domain.sameAs() != null) lines.put("same as", domain.sameAs().text());
    lines.put("enabled", yesNo(settings.enabled()));
    lines.put("plus separators", settings.plusSeparators());
    lines.put("catch-all", settings.catchAll() == null ? "none" : settings.catchAll().toString());
    lines.put(
        "administrator",
        settings.administrator() == null ? "none" : "account " + settings.administrator());
    return lines;
  }

  private static Map<String, String> ofAccount(Account account) {
    var settings = account.settings();
    var lines = new LinkedHashMap<String, String>();
    lines.put("address", account.address().toString());
    lines.put("display name", settings.displayName());
    lines.put("enabled", yesNo(settings.enabled()));
    lines.put("quota", settings.quota().toString());
    lines.put("admin", yesNo(settings.roles().contains(Role.ADMIN)));
    if (settings.referral() != null) lines.put("referral", settings.referral().toString());
    lines.put("partition", account.partition().toString());
    return lines;
  }

  private static Map<String, String> ofAlias(Alias alias) {
    var lines = new LinkedHashMap<String, String>();
    lines.put("address", alias.address().toString());
    lines.put("enabled", yesNo(alias.enabled()));
    lines.put(
        "targets",
        alias.targets().stream()
            .map(target -> target.address().toString())
            .collect(Collectors.joining(", ")));
    return lines;
  }

  private static Map<String, String> ofSharedMailbox(SharedMailbox mailbox) {
    var lines = new LinkedHashMap<String, String>();
    lines.put("address", mailbox.account().address().toString());
    lines.put("seen", mailbox.seen().name().toLowerCase(Locale.ROOT));
    lines.put(
        "members",
        mailbox.members().stream()
            .map(m -> m.address() + " " + m.rights() + (m.sendAs() ? " and send as" : ""))
            .collect(Collectors.joining(", ")));
    return lines;
  }

  private static Map<String, String> ofMailingList(MailingList list) {
    var settings = list.settings();
    var lines = new LinkedHashMap<String, String>();
    lines.put("address", list.address().toString());
    lines.put("title", settings.title());
    lines.put("enabled", yesNo(settings.enabled()));
    lines.put("posting", settings.posting().name().toLowerCase(Locale.ROOT));
    lines.put("largest message", settings.maxOctets() + " octets");
    lines.put("most recipients", "" + settings.maxRecipients());
    lines.put("owners", addresses(list.owners()));
    lines.put("members", addresses(list.members()));
    return lines;
  }

  private static String addresses(List<Alias.Target> targets) {
    return targets.stream()
        .map(target -> target.address().toString())
        .collect(Collectors.joining(", "));
  }

  private static Map<String, String> ofDomainKey(DomainKey key) {
    var lines = new LinkedHashMap<String, String>();
    lines.put("domain", key.domain().text());
    lines.put("selector", key.selector().text());
    lines.put("algorithm", key.secret().algorithm().text());
    lines.put("state", key.state().name().toLowerCase(Locale.ROOT));
    return lines;
  }

  private static String yesNo(boolean value) {
    return value ? "yes" : "no";
  }

  static String all(Map<String, String> lines) {
    return lines.entrySet().stream()
        .map(line -> line.getKey() + ": " + line.getValue())
        .collect(Collectors.joining("\n"));
  }

  /// The lines of `state` that `other` does not have.
  static String differing(Map<String, String> state, Map<String, String> other) {
    var lines = new LinkedHashMap<>(state);
    lines.entrySet().removeIf(line -> line.getValue().equals(other.get(line.getKey())));
    return all(lines);
  }
}
