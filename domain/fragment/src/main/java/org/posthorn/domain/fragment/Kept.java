package org.posthorn.domain.fragment;

/// What became of a part that has come.
public sealed interface Kept {

  /// It waits with those that were there; when the group is complete, no longer.
  record Waits(FragmentGroup group) implements Kept {}

  /// The same octets wait already: a sender who has not heard that they were taken has come again.
  ///
  /// @param messageId by which the story of the first is told
  record Again(FragmentGroup group, String messageId) implements Kept {}

  /// It is not kept, and is delivered as the message that it is.
  record GoesOn(String reason) implements Kept {}
}
