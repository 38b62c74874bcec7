package org.posthorn.wire.sieve;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that `require` can name: the registry of extensions as data.
public enum Extension {
  FILEINTO("fileinto", 5228),
  ENVELOPE("envelope", 5228),
  ENCODED_CHARACTER("encoded-character", 5228),
  COMPARATOR_OCTET("comparator-i;octet", 4790),
  COMPARATOR_ASCII_CASEMAP("comparator-i;ascii-casemap", 4790),
  COMPARATOR_ASCII_NUMERIC("comparator-i;ascii-numeric", 4790),
  COMPARATOR_UNICODE_CASEMAP("comparator-i;unicode-casemap", 5051),
  REJECT("reject", 5429),
  EREJECT("ereject", 5429),
  VARIABLES("variables", 5229),
  VACATION("vacation", 5230),
  VACATION_SECONDS("vacation-seconds", 6131),
  RELATIONAL("relational", 5231),
  IMAP4FLAGS("imap4flags", 5232),
  SUBADDRESS("subaddress", 5233),
  COPY("copy", 3894),
  BODY("body", 5173),
  DATE("date", 5260),
  INDEX("index", 5260),
  EDITHEADER("editheader", 5293),
  SPAMTEST("spamtest", 5235),
  SPAMTESTPLUS("spamtestplus", 5235),
  VIRUSTEST("virustest", 5235),
  MAILBOX("mailbox", 5490),
  MBOXMETADATA("mboxmetadata", 5490),
  SERVERMETADATA("servermetadata", 5490),
  ENVIRONMENT("environment", 5183),
  DUPLICATE("duplicate", 7352),
  INCLUDE("include", 6609),
  /// draft-ietf-sieve-regex, as servers commonly have it
  REGEX("regex", 0),
  FOREVERYPART("foreverypart", 5703),
  MIME("mime", 5703),
  EXTRACTTEXT("extracttext", 5703),
  REPLACE("replace", 5703),
  ENCLOSE("enclose", 5703),
  ENOTIFY("enotify", 5435),
  EXTLISTS("extlists", 6134),
  IHAVE("ihave", 5463),
  FCC("fcc", 8580),
  SPECIAL_USE("special-use", 8579),
  MAILBOXID("mailboxid", 9042),
  IMAPSIEVE("imapsieve", 6785),
  ENVELOPE_DSN("envelope-dsn", 6009),
  ENVELOPE_DELIVERBY("envelope-deliverby", 6009),
  REDIRECT_DSN("redirect-dsn", 6009),
  REDIRECT_DELIVERBY("redirect-deliverby", 6009);

  /// All of them.
  public static final Set<Extension> ALL = Set.copyOf(EnumSet.allOf(Extension.class));

  /// Those that cannot come by `ihave`, since they change how a script is read (RFC 5463 §4).
  static final Set<Extension> CHANGE_READING = Set.of(ENCODED_CHARACTER, VARIABLES);

  /// Those that answer to the sender of a new message (RFC 6785 §3.11) or know an envelope.
  static final Set<Extension> NOT_FOR_IMAP_EVENTS =
      Set.of(REJECT, EREJECT, VACATION, VACATION_SECONDS);

  private static final Map<String, Extension> BY_CAPABILITY = byCapability();

  private final String capability;
  private final int rfc;

  Extension(String capability, int rfc) {
    this.capability = capability;
    this.rfc = rfc;
  }

  /// The string that `require` and ManageSieve's SIEVE capability have for it.
  public String capability() {
    return capability;
  }

  /// The number of the RFC that defines it, or 0.
  public int rfc() {
    return rfc;
  }

  /// The extension of a capability string (case matters, RFC 5228 §6), or null.
  public static @Nullable Extension named(String capability) {
    return BY_CAPABILITY.get(capability);
  }

  /// The capability strings of a set, in the order of this registry.
  public static List<String> capabilities(Set<Extension> extensions) {
    return EnumSet.copyOf(extensions).stream().map(Extension::capability).toList();
  }

  /// What else `require` of this one switches on.
  Set<Extension> implied() {
    return this == VACATION_SECONDS ? Set.of(VACATION) : Set.of();
  }

  private static Map<String, Extension> byCapability() {
    var map = new HashMap<String, Extension>();
    for (var extension : values()) map.put(extension.capability, extension);
    return Map.copyOf(map);
  }
}
