package org.posthorn.domain.directory;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;

/// How values stand in rows.
final class Rows {

  private Rows() {}

  static @Nullable String text(@Nullable EmailAddress address) {
    return address == null ? null : address.toString();
  }

  static @Nullable String key(@Nullable EmailAddress address) {
    return address == null ? null : address.key();
  }

  static @Nullable Long id(@Nullable AccountId account) {
    return account == null ? null : (Long) account.value();
  }

  /// An address that was written by [#text].
  static EmailAddress address(String text) {
    try {
      return EmailAddress.parse(text);
    } catch (AddressException e) {
      throw new IllegalStateException("the directory holds an address that is none: " + text, e);
    }
  }

  /// The form in which names of people are searched.
  static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /// A LIKE pattern for "contains this text", with `!` as its escape character.
  static String containing(String text) {
    return "%" + folded(text).replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }
}
