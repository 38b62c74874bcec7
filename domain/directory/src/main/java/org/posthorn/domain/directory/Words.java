package org.posthorn.domain.directory;

import org.posthorn.domain.directory.AccountStore.Entry;

/// Words that several answers share.
final class Words {

  private Words() {}

  static String kind(Entry entry) {
    return switch (entry) {
      case Entry.OfAccount _ -> "an account";
      case Entry.OfAlias _ -> "an alias";
    };
  }
}
