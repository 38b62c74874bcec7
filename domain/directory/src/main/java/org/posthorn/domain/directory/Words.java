package org.posthorn.domain.directory;

import org.posthorn.domain.directory.AccountStore.Entry;

/// Words that several answers share.
final class Words {

  private Words() {}

  static String kind(Entry entry) {
    return switch (entry) {
      case Entry.OfAccount _ -> "an account";
      case Entry.OfAlias _ -> "an alias";
      case Entry.OfList _ -> "a list";
      case Entry.OfListOwner _ -> "the address of a list's owners";
    };
  }
}
