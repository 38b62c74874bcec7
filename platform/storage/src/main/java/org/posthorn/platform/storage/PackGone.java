package org.posthorn.platform.storage;

/// The pack is not there; compaction has moved its records, and their rows say where to.
final class PackGone extends Exception {
  PackGone(int pack) {
    super("pack " + pack, null, false, false);
  }
}
