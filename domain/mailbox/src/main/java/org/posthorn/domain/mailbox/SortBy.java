package org.posthorn.domain.mailbox;

/// One of the things that messages are sorted by.
///
/// @param reverse the greatest first; messages that are equal stay in the order of the mailbox (RFC
///   5256 §3)
public record SortBy(SortCriterion criterion, boolean reverse) {}
