package org.posthorn.wire.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the address lists of header fields (RFC 5322 §3.4, §4.4) as they are written and as they
/// should have been: something comes out of every text, in time that grows with its length.
///
/// COMPAT(many, 2026-11): missing quotes, missing brackets, missing commas, `;` for `,`, comments
/// for names, names after addresses, `<>`. A word without `@` is a mailbox with an empty host.
public final class AddressList {

  private enum Kind {
    WORD,
    QUOTED,
    AT
  }

  /// @param glued no white space between the token before and this one
  private record Token(Kind kind, String text, boolean glued) {}

  private final String text;
  private final List<EnvelopeAddress> addresses = new ArrayList<>();
  private final List<Token> tokens = new ArrayList<>();

  /// The index of the last `@` among the tokens, or -1.
  private int lastAt = -1;

  private @Nullable String comment;
  private int at;
  private boolean glued;
  private boolean inGroup;

  /// An angle address was taken since the last comma.
  private boolean angled;

  /// From here on no quote is closed; not looked for again.
  private int unclosedQuote = Integer.MAX_VALUE;

  private int unclosedComment = Integer.MAX_VALUE;

  private AddressList(String text) {
    this.text = text;
  }

  /// The addresses of an unfolded field value, at most `MessageLimits.MAX_ADDRESSES`; groups as
  /// `EnvelopeAddress` says.
  public static List<EnvelopeAddress> parse(String text) {
    return new AddressList(text).run();
  }

  private List<EnvelopeAddress> run() {
    while (at < text.length() && addresses.size() < MessageLimits.MAX_ADDRESSES) step();
    flush();
    endGroup();
    return addresses;
  }

  private void step() {
    char c = text.charAt(at);
    switch (c) {
      case ' ', '\t', '\r', '\n' -> {
        at++;
        glued = false;
      }
      case '(' -> comment();
      case '"' -> quoted();
      case '<' -> angle();
      case ',' -> separator();
      case ';' -> {
        separator();
        endGroup();
      }
      case ':' -> colon();
      case '@' -> {
        at++;
        add(Kind.AT, "@");
      }
      case '[' -> domainLiteral();
      case '>' -> at++;
      default -> atom();
    }
  }

  private void add(Kind kind, String token) {
    if (kind == Kind.AT) lastAt = tokens.size();
    tokens.add(new Token(kind, token, glued));
    glued = true;
  }

  private void separator() {
    at++;
    flush();
  }

  private void atom() {
    int start = at;
    // every character but the specials that step() knows; dots are part of the atom
    while (at < text.length() && " \t\r\n()<>[:;@,\"".indexOf(text.charAt(at)) < 0) at++;
    if (at == start) at++; // a stray closing bracket
    else add(Kind.WORD, text.substring(start, at));
  }

  private void domainLiteral() {
    int limit = Math.min(text.length(), at + DomainName.MAX_OCTETS);
    int end = at;
    while (end < limit && text.charAt(end) != ']') end++;
    int stop = end < limit ? end + 1 : at + 1;
    add(Kind.WORD, text.substring(at, stop));
    at = stop;
  }

  private void quoted() {
    int end = at < unclosedQuote ? quoteEnd(at, text.length()) : -1;
    if (end < 0) {
      unclosedQuote = Math.min(unclosedQuote, at);
      at++;
      return;
    }
    add(Kind.QUOTED, unescape(at + 1, end));
    at = end + 1;
  }

  /// Where the quote that opens at `open` closes, or -1.
  private int quoteEnd(int open, int limit) {
    for (int i = open + 1; i < limit; i++) {
      char c = text.charAt(i);
      if (c == '\\') i++;
      else if (c == '"') return i;
    }
    return -1;
  }

  private String unescape(int from, int to) {
    var plain = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < to) c = text.charAt(++i);
      plain.append(c);
    }
    return plain.toString();
  }

  private void comment() {
    int end = at < unclosedComment ? commentEnd() : -1;
    if (end < 0) {
      unclosedComment = Math.min(unclosedComment, at);
      at++;
      return;
    }
    var inside = Ascii.trim(unescape(at + 1, end));
    if (!inside.isEmpty()) comment = inside;
    at = end + 1;
  }

  private int commentEnd() {
    int depth = 0;
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') i++;
      else if (c == '(') depth++;
      else if (c == ')' && --depth == 0) return i;
    }
    return -1;
  }

  // group = display-name ":" [group-list] ";"
  private void colon() {
    at++;
    if (inGroup || tokens.isEmpty() || lastAt >= 0) return;
    addresses.add(new EnvelopeAddress(null, null, phrase(0, tokens.size()), null));
    inGroup = true;
    clear();
  }

  private void endGroup() {
    if (inGroup) addresses.add(new EnvelopeAddress(null, null, null, null));
    inGroup = false;
  }

  // angle-addr = "<" [obs-route] addr-spec ">"
  private void angle() {
    int start = ++at;
    int comma = -1;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '>' || c == '<') break;
      if (c == ',' && comma < 0) comma = at;
      if (c == '"' && at < unclosedQuote) {
        int end = quoteEnd(at, text.length());
        if (end < 0) unclosedQuote = at;
        else at = end;
      }
      at++;
    }
    boolean closed = at < text.length() && text.charAt(at) == '>';
    if (!closed && comma >= 0) at = comma; // Romeo <romeo@example.com, Juliet <…>
    var inside = text.substring(start, at);
    if (closed) at++;
    glued = false;
    if (inside.isBlank() && !closed && at < text.length()) return; // the first of two brackets
    flushBefore();
    var name = tokens.isEmpty() ? null : phrase(0, tokens.size());
    angleAddress(name, inside);
  }

  /// `romeo@example.com Juliet <juliet@example.com>` has an address before the name.
  private void flushBefore() {
    int last = lastAt;
    boolean whole = last > 0 && last < tokens.size() - 1 && tokens.get(last).glued;
    // COMPAT(Outlook, 2026-11): romeo@example.com <romeo@example.com> is a name that looks like one
    if (whole && tokens.size() > last + 2 && !tokens.get(last + 2).glued) bare();
  }

  private void angleAddress(@Nullable String name, String inside) {
    var spec = Ascii.trim(inside);
    String route = null;
    int colon = spec.startsWith("@") ? spec.indexOf(':') : -1;
    if (colon > 0) {
      route = spec.substring(0, colon);
      spec = spec.substring(colon + 1);
    }
    var inner = new AddressList(spec);
    while (inner.at < spec.length()) inner.lexAddress();
    var shownName = name;
    if (shownName == null && comment == null) comment = inner.comment;
    inner.comment = null;
    var address = inner.single();
    pendingName = shownName;
    emit(new EnvelopeAddress(shownName, route, address.mailbox(), address.host()));
    angled = true;
  }

  private @Nullable String pendingName;

  /// Inside angle brackets the separators of lists mean nothing.
  private void lexAddress() {
    char c = text.charAt(at);
    if (c == ',' || c == ';' || c == ':' || c == '<' || c == '>') at++;
    else step();
  }

  /// All tokens as one address.
  private EnvelopeAddress single() {
    int last = lastAt;
    if (last < 0) return new EnvelopeAddress(null, null, join(0, tokens.size()), "");
    return new EnvelopeAddress(null, null, join(0, last), join(last + 1, tokens.size()));
  }

  private void emit(EnvelopeAddress address) {
    tokens.clear();
    lastAt = -1;
    addresses.add(address);
    trailingComment = addresses.size() - 1;
  }

  /// The address that a comment after it names when nothing else does.
  private int trailingComment = -1;

  private void flush() {
    if (!tokens.isEmpty()) {
      if (lastAt >= 0 || !angled) bare();
    } else if (angled) {
      nameByComment();
    }
    clear();
  }

  private void clear() {
    tokens.clear();
    lastAt = -1;
    comment = null;
    pendingName = null;
    trailingComment = -1;
    angled = false;
    glued = false;
  }

  private void nameByComment() {
    if (comment == null || trailingComment < 0 || pendingName != null) return;
    var address = addresses.get(trailingComment);
    addresses.set(
        trailingComment,
        new EnvelopeAddress(comment, address.route(), address.mailbox(), address.host()));
  }

  /// An address without brackets, and what stands around it.
  private void bare() {
    int last = lastAt;
    if (last < 0) {
      boolean word = tokens.size() == 1;
      var name = word ? comment : phrase(0, tokens.size());
      emit(new EnvelopeAddress(name, null, word ? tokens.get(0).text : "", ""));
      return;
    }
    int start = last;
    while (start > 0 && (start == last || joins(start))) start--;
    int end = Math.min(last + 2, tokens.size());
    while (end < tokens.size() && joins(end)) end++;
    var name = start > 0 ? phrase(0, start) : null;
    if (name == null && end < tokens.size()) name = phrase(end, tokens.size());
    if (name == null) name = comment;
    emit(new EnvelopeAddress(name, null, join(start, last), join(last + 1, end)));
    comment = null;
  }

  /// True when the token continues the one before: written without space, or a dot at the joint.
  private boolean joins(int index) {
    var token = tokens.get(index);
    return token.glued
        || token.text.startsWith(".")
        || (tokens.get(index - 1).text.endsWith(".") && token.kind != Kind.AT);
  }

  private String join(int from, int to) {
    return tokens.subList(from, to).stream().map(Token::text).collect(Collectors.joining());
  }

  private String phrase(int from, int to) {
    var phrase = new StringBuilder();
    for (int i = from; i < to; i++) {
      if (i > from && !tokens.get(i).glued) phrase.append(' ');
      phrase.append(tokens.get(i).text);
    }
    return phrase.toString();
  }
}
