package org.posthorn.domain.mailbox;

/// What became of annotations that were to be set: all of them or none.
public sealed interface MetadataOutcome {
  /// All of them are set.
  ///
  /// @param modseq of that change
  record Done(long modseq) implements MetadataOutcome {}

  record NoSuchMailbox() implements MetadataOutcome {}

  /// A value has more than [Metadata#MAX_VALUE] octets.
  record TooBig() implements MetadataOutcome {}

  /// There are [Metadata#MAX_ENTRIES] here already, or the account has [Metadata#MAX_OCTETS].
  record TooMany() implements MetadataOutcome {}
}
