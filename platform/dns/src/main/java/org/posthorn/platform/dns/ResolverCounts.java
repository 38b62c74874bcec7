package org.posthorn.platform.dns;

/// What a resolver did since it was made.
///
/// @param questions what it was asked
/// @param remembered of these, answered from memory
/// @param shared of these, answered by waiting for somebody else's same question
/// @param sent questions sent to servers, repetitions included
/// @param failed questions that came to nothing, without those remembered or shared
public record ResolverCounts(
    long questions, long remembered, long shared, long sent, long failed) {}
