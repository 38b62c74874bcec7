package org.posthorn.wire.sieve;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Names of external lists (RFC 6134 §2.5): absolute URIs, with `:` short for a Sieve URN.
final class ListName {

  static final String DEFAULT_ADDRESS_BOOK = "urn:ietf:params:sieve:addrbook:default";

  private static final String URN = "urn:ietf:params:sieve:";
  private static final String ADDRESS_BOOK = URN + "addrbook:";

  private ListName() {}

  /// The full URI, or null when the text is none.
  static @Nullable String uri(String text) {
    var full = text.startsWith(":") ? URN + text.substring(1) : text;
    URI parsed;
    try {
      parsed = new URI(full);
    } catch (URISyntaxException e) {
      return null;
    }
    if (!parsed.isAbsolute()) return null;
    if (!full.toLowerCase(Locale.ROOT).startsWith(ADDRESS_BOOK)) return full;
    return addressBook(full, parsed);
  }

  // The default book's name differs neither by case nor by percent-encoding; other names keep
  // theirs.
  private static @Nullable String addressBook(String full, URI parsed) {
    var decoded = parsed.getSchemeSpecificPart();
    int colon = decoded.lastIndexOf(':');
    var name = decoded.substring(colon + 1);
    if (name.isEmpty()) return null;
    if (name.equalsIgnoreCase("default")) return DEFAULT_ADDRESS_BOOK;
    return ADDRESS_BOOK + full.substring(ADDRESS_BOOK.length());
  }
}
