package org.posthorn.wire.imap;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The return options of a search (RFC 4466 §2.6.1).
///
/// @param partial present with [SearchReturn#PARTIAL]
/// @param updates what is told of each new message that is found later, with [SearchReturn#UPDATE]
///   (RFC 5465 §7)
public record SearchReturns(
    Set<SearchReturn> options, @Nullable PartialRange partial, List<FetchAttribute> updates) {

  /// `RETURN ()`
  public static final SearchReturns ALL = new SearchReturns(Set.of(SearchReturn.ALL), null);

  public SearchReturns {
    options = Set.copyOf(options);
    updates = List.copyOf(updates);
    if (options.contains(SearchReturn.PARTIAL) == (partial == null))
      throw new IllegalArgumentException("PARTIAL and its range belong together");
  }

  public SearchReturns(Set<SearchReturn> options, @Nullable PartialRange partial) {
    this(options, partial, List.of());
  }

  public boolean has(SearchReturn option) {
    return options.contains(option);
  }

  /// Whether anything of the result is told at once; `RETURN (SAVE)` tells nothing (RFC 5182 §2.4).
  public boolean tells() {
    return options.stream().anyMatch(SearchReturn::isData);
  }

  /// `search-return-opts = SP "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")"`,
  /// from the parenthesis on.
  static SearchReturns parse(Cursor cursor) throws ImapSyntaxException {
    cursor.expect('(');
    if (cursor.skipIf(')')) return ALL;
    var options = EnumSet.noneOf(SearchReturn.class);
    PartialRange partial = null;
    var updates = new LinkedHashSet<FetchAttribute>();
    do {
      var option = option(cursor);
      if (option == SearchReturn.UPDATE) updates(cursor, updates);
      // RFC 9394 §3.1: one PARTIAL or one ALL.
      boolean twice = !options.add(option) && option == SearchReturn.PARTIAL;
      if (twice || options.containsAll(Set.of(SearchReturn.ALL, SearchReturn.PARTIAL)))
        throw cursor.fault("One PARTIAL or one ALL");
      if (option != SearchReturn.PARTIAL) continue;
      cursor.space();
      partial = PartialRange.parse(cursor);
    } while (cursor.skipIf(' '));
    cursor.expect(')');
    return new SearchReturns(options, partial, List.copyOf(updates));
  }

  /// `modifier-update = "UPDATE" ["(" fetch-att *(SP fetch-att) ")"]`: the grammar has no space
  /// there, the example has one.
  private static void updates(Cursor cursor, SequencedSet<FetchAttribute> updates)
      throws ImapSyntaxException {
    if (cursor.peek() == ' ' && cursor.peekSecond() == '(') cursor.space();
    if (cursor.skipIf('(')) FetchParser.list(cursor, updates);
  }

  private static SearchReturn option(Cursor cursor) throws ImapSyntaxException {
    var word = cursor.word();
    for (var option : SearchReturn.values()) if (option.name().equals(word)) return option;
    throw cursor.fault("Unknown return option");
  }
}
