package org.posthorn.wire.sieve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command or a test as the grammar of RFC 5228 §8.2 sees it, before anybody asks what it means.
///
/// @param name in lower case
/// @param isTestList the tests were in parentheses
/// @param block null when there is none
record SyntaxNode(
    String name,
    Position at,
    List<SyntaxArgument> arguments,
    List<SyntaxNode> tests,
    boolean isTestList,
    @Nullable List<SyntaxNode> block) {}
