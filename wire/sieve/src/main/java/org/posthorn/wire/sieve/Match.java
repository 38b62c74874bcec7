package org.posthorn.wire.sieve;

import org.jspecify.annotations.Nullable;

/// MATCH-TYPE and COMPARATOR of a test (RFC 5228 §2.7.1, §2.7.3).
record Match(MatchType type, Comparator comparator) {

  private static final Match DEFAULT = new Match(new MatchType.Is(), Comparator.ASCII_CASEMAP);

  /// Takes them from the arguments of a test, with `:list` for those that support it.
  static Match of(Arguments arguments) throws CheckFailed {
    return of(arguments, true);
  }

  static Match withoutList(Arguments arguments) throws CheckFailed {
    return of(arguments, false);
  }

  private static Match of(Arguments arguments, boolean canList) throws CheckFailed {
    var comparator = comparator(arguments);
    MatchType type = null;
    if (arguments.flag("is")) type = new MatchType.Is();
    if (arguments.flag("contains")) type = only(arguments, type, new MatchType.Contains());
    if (arguments.flag("matches")) type = only(arguments, type, new MatchType.Matches());
    if (arguments.flag("regex", Extension.REGEX))
      type = only(arguments, type, new MatchType.Regex());
    var value = relation(arguments, "value");
    if (value != null) type = only(arguments, type, new MatchType.Value(value));
    var count = relation(arguments, "count");
    if (count != null) type = only(arguments, type, new MatchType.Count(count));
    if (arguments.flag("list", Extension.EXTLISTS)) {
      if (!canList) throw arguments.fail("\"" + arguments.name() + "\" cannot be used with :list");
      type = only(arguments, type, new MatchType.InList());
    }
    if (type == null) type = DEFAULT.type;
    return checked(arguments, type, comparator);
  }

  private static MatchType only(Arguments arguments, @Nullable MatchType before, MatchType type)
      throws CheckFailed {
    if (before == null) return type;
    throw arguments.fail(before.shown() + " and " + type.shown() + " exclude each other");
  }

  private static @Nullable Relation relation(Arguments arguments, String tag) throws CheckFailed {
    var name = arguments.constantTag(tag, Extension.RELATIONAL);
    if (name == null) return null;
    var relation = Relation.named(name);
    if (relation == null)
      throw arguments.fail(
          ":"
              + tag
              + " is followed by \"gt\", \"ge\", \"lt\", \"le\", \"eq\" or \"ne\", not \""
              + name
              + "\"");
    return relation;
  }

  private static @Nullable Comparator comparator(Arguments arguments) throws CheckFailed {
    var id = arguments.constantTag("comparator");
    if (id == null) return null;
    var comparator = Comparator.named(id);
    if (comparator == null)
      throw CheckFailed.ofExtension(arguments.at(), "there is no comparator \"" + id + "\"");
    var extension = comparator.extension();
    if (extension != null)
      arguments.checker().need(arguments.at(), "the comparator \"" + id + "\"", extension);
    return comparator;
  }

  private static Match checked(Arguments arguments, MatchType type, @Nullable Comparator comparator)
      throws CheckFailed {
    if (type instanceof MatchType.InList && comparator != null)
      throw arguments.fail(":list takes no :comparator (RFC 6134 §2.2)");
    var match = new Match(type, comparator == null ? DEFAULT.comparator : comparator);
    if (match.comparator.hasSubstrings()) {
      if (type instanceof MatchType.Count(Relation relation) && isOrder(relation))
        arguments
            .checker()
            .warn(
                arguments.at(),
                ":count compares text here, in which \"10\" is less than \"9\"; add :comparator"
                    + " \"i;ascii-numeric\"");
      return match;
    }
    boolean substrings =
        type instanceof MatchType.Contains
            || type instanceof MatchType.Matches
            || type instanceof MatchType.Regex;
    if (substrings)
      throw arguments.fail(
          "the comparator \"i;ascii-numeric\" knows no parts of strings, so "
              + type.shown()
              + " cannot use it");
    return match;
  }

  private static boolean isOrder(Relation relation) {
    return relation != Relation.EQ && relation != Relation.NE;
  }
}
