package org.posthorn.domain.search;

/// What there is of an account's index.
///
/// @param segments that a search looks into
/// @param emails in them, those that are gone meanwhile included
/// @param octets that they take
/// @param waiting emails that are looked through by every search until they are indexed
public record IndexStatus(int segments, long emails, long octets, int waiting) {}
