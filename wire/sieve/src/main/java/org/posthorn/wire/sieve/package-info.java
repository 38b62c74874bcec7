/// The Sieve language (RFC 5228 and its extensions): a compiler from text to a checked tree, and an
/// interpreter from tree and message to a list of actions. Pure: no I/O but reading the message it
/// was given, no clock, no database; what needs the outside is asked of `Outside`.
///
/// The way through: `SieveCompiler` → `Lexer` → `SyntaxParser` (`SyntaxCommand`, `SyntaxTest`) →
/// `Checker` (`Command`, `Test`, one record each) → `Script.run` → `Interpreter` → `Outcome`.
@NullMarked
package org.posthorn.wire.sieve;

import org.jspecify.annotations.NullMarked;
