package org.posthorn.domain.search;

/// A part of the index does not say what it must: the account's index has to be made again.
final class IndexDamaged extends RuntimeException {

  private static final long serialVersionUID = 1;

  IndexDamaged(String what) {
    super("the search index is damaged: " + what);
  }
}
