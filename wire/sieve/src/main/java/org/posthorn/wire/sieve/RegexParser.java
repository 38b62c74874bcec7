package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.posthorn.wire.sieve.CharacterSet.Named;
import org.posthorn.wire.sieve.RegexNode.Place;

/// Reads extended regular expressions of POSIX, with the escapes that the common libraries add:
/// `\w`, `\s`, `\d` and their opposites, `\b`, `\B`, `\<`, `\>`. Back-references are refused: no
/// engine can match them in time that grows with the text.
final class RegexParser {

  static final int MAX_GROUPS = Template.MAX_MATCH_VARIABLE;

  /// RE_DUP_MAX of POSIX.
  static final int MAX_REPEAT = 255;

  private static final int MAX_DEPTH = 50;

  /// Repetitions of the same: `a**`.
  private static final int MAX_STACKED = 5;

  private static final int END = -1;

  private final int[] text;
  private final Comparator comparator;
  private int at;
  private int groups;

  RegexParser(String pattern, Comparator comparator) {
    this.text = pattern.codePoints().toArray();
    this.comparator = comparator;
  }

  RegexNode parse() throws RegexException {
    var node = choice(0);
    if (at < text.length) throw new RegexException("a \")\" closes nothing");
    return node;
  }

  int groups() {
    return groups;
  }

  private int peek() {
    return at < text.length ? text[at] : END;
  }

  private RegexNode choice(int depth) throws RegexException {
    if (depth > MAX_DEPTH) throw new RegexException("groups are nested too deep");
    var branches = new ArrayList<RegexNode>();
    branches.add(sequence(depth));
    while (peek() == '|') {
      at++;
      branches.add(sequence(depth));
    }
    return branches.size() == 1 ? branches.getFirst() : new RegexNode.Choice(branches);
  }

  private RegexNode sequence(int depth) throws RegexException {
    var parts = new ArrayList<RegexNode>();
    while (peek() != END && peek() != '|' && !(peek() == ')' && depth > 0)) {
      if (peek() == ')') throw new RegexException("a \")\" closes nothing");
      parts.add(repeated(atom(depth)));
    }
    return parts.size() == 1 ? parts.getFirst() : new RegexNode.Sequence(List.copyOf(parts));
  }

  private RegexNode repeated(RegexNode atom) throws RegexException {
    var node = atom;
    for (int i = 0; i < MAX_STACKED; i++) {
      switch (peek()) {
        case '*' -> node = new RegexNode.Repeat(node, 0, -1);
        case '+' -> node = new RegexNode.Repeat(node, 1, -1);
        case '?' -> node = new RegexNode.Repeat(node, 0, 1);
        case '{' -> {
          node = interval(node);
          continue;
        }
        default -> {
          return node;
        }
      }
      at++;
    }
    throw new RegexException("a repetition of a repetition, many times over");
  }

  // "{" m "}", "{" m "," "}", "{" m "," n "}", and "{" "," n "}" as the common libraries have it
  private RegexNode interval(RegexNode node) throws RegexException {
    at++;
    int least = count();
    int most = least;
    if (peek() == ',') {
      at++;
      most = count();
    } else if (least < 0) {
      throw new RegexException("a \"{\" is followed by a number; write \"\\{\" for the character");
    }
    if (peek() != '}') throw new RegexException("a \"{\" is never closed");
    at++;
    if (Math.max(least, most) > MAX_REPEAT)
      throw new RegexException("a repetition of more than " + MAX_REPEAT);
    if (most >= 0 && least > most) throw new RegexException("a repetition with its ends reversed");
    return new RegexNode.Repeat(node, Math.max(least, 0), most);
  }

  private int count() {
    if (peek() < '0' || peek() > '9') return -1;
    int number = 0;
    while (peek() >= '0' && peek() <= '9') {
      number = Math.min(number * 10 + text[at] - '0', 10_000);
      at++;
    }
    return number;
  }

  private RegexNode atom(int depth) throws RegexException {
    int c = text[at++];
    return switch (c) {
      case '(' -> group(depth);
      case '[' -> new RegexNode.One(bracket());
      case '.' -> new RegexNode.One(CharacterSet.any(comparator));
      case '^' -> new RegexNode.At(Place.START);
      case '$' -> new RegexNode.At(Place.END);
      case '\\' -> escape();
      case '*', '+', '?', '{' -> throw new RegexException("\"" + (char) c + "\" repeats nothing");
      default -> one(c);
    };
  }

  private RegexNode one(int c) {
    return new RegexNode.One(CharacterSet.of(c, comparator));
  }

  private RegexNode group(int depth) throws RegexException {
    if (peek() == '?') throw new RegexException("\"(?\" is of another kind of expressions");
    if (++groups > MAX_GROUPS)
      throw new RegexException("there are more than " + MAX_GROUPS + " groups");
    int number = groups;
    var part = choice(depth + 1);
    if (peek() != ')') throw new RegexException("a \"(\" is never closed");
    at++;
    return new RegexNode.Group(number, part);
  }

  private RegexNode escape() throws RegexException {
    if (peek() == END) throw new RegexException("it ends with a lone \"\\\"");
    int c = text[at++];
    return switch (c) {
      case '<' -> new RegexNode.At(Place.WORD_START);
      case '>' -> new RegexNode.At(Place.WORD_END);
      case 'b' -> new RegexNode.At(Place.WORD_EDGE);
      case 'B' -> new RegexNode.At(Place.NO_WORD_EDGE);
      case 'w' -> named(Named.WORD, false);
      case 'W' -> named(Named.WORD, true);
      case 's' -> named(Named.SPACE, false);
      case 'S' -> named(Named.SPACE, true);
      case 'd' -> named(Named.DIGIT, false);
      case 'D' -> named(Named.DIGIT, true);
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          throw new RegexException(
              "back-references such as \"\\" + (char) c + "\" are not supported");
      default -> one(c);
    };
  }

  private RegexNode named(Named named, boolean negated) {
    return new RegexNode.One(CharacterSet.of(named, negated, comparator));
  }

  // bracket expression of POSIX: "]" first is itself, "-" at the ends too, backslash means nothing
  private CharacterSet bracket() throws RegexException {
    var set = new CharacterSet(comparator);
    if (peek() == '^') {
      set.negate();
      at++;
    }
    boolean first = true;
    while (first || peek() != ']') {
      if (peek() == END) throw new RegexException("a \"[\" is never closed");
      first = false;
      if (peek() == '[' && at + 1 < text.length && text[at + 1] == ':') {
        set.add(characterClass());
        continue;
      }
      int low = element();
      int high = low;
      if (peek() == '-' && at + 1 < text.length && text[at + 1] != ']') {
        at++;
        high = element();
      }
      if (high < low) throw new RegexException("a range in brackets with its ends reversed");
      set.add(low, high);
    }
    at++;
    return set;
  }

  // a character, "[.x.]" or "[=x=]"
  private int element() throws RegexException {
    int c = text[at++];
    if (c != '[' || (peek() != '.' && peek() != '=')) return c;
    int mark = text[at];
    boolean single = at + 3 < text.length && text[at + 2] == mark && text[at + 3] == ']';
    if (!single) throw new RegexException("collating elements of several characters are unknown");
    int element = text[at + 1];
    at += 4;
    return element;
  }

  private Named characterClass() throws RegexException {
    at += 2;
    var name = new StringBuilder();
    while (peek() != END && peek() != ':' && name.length() < 10) name.appendCodePoint(text[at++]);
    if (peek() != ':' || at + 1 >= text.length || text[at + 1] != ']')
      throw new RegexException("a \"[:\" is never closed");
    at += 2;
    for (var named : Named.values())
      if (named.name().toLowerCase(Locale.ROOT).contentEquals(name)) return named;
    throw new RegexException("there is no class \"[:" + name + ":]\"");
  }
}
