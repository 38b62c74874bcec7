package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.sieve.SyntaxArgument.Strings;
import org.posthorn.wire.sieve.SyntaxArgument.Tag;

/// The arguments of one command or test while it is checked: a command takes the tags that it
/// knows, then the positional ones in their order, and what is left is an error (RFC 5228 §2.6).
final class Arguments {

  private final Checker checker;
  private final SyntaxNode node;
  private final List<SyntaxArgument> left;
  private @Nullable Position lastTag;
  private boolean positional;

  Arguments(Checker checker, SyntaxNode node) {
    this.checker = checker;
    this.node = node;
    this.left = new ArrayList<>(node.arguments());
  }

  Position at() {
    return node.at();
  }

  Checker checker() {
    return checker;
  }

  String name() {
    return node.name();
  }

  CheckFailed fail(String text) {
    return CheckFailed.of(node.at(), text);
  }

  // --- tags

  /// Takes a tag without value.
  boolean flag(String tag, Extension... needed) throws CheckFailed {
    int at = take(tag, needed);
    return at >= 0;
  }

  /// Takes a tag with a string, or null.
  @Nullable Template stringTag(String tag, Extension... needed) throws CheckFailed {
    int at = take(tag, needed);
    return at < 0 ? null : single(tag, valueOf(tag, at));
  }

  @Nullable List<Template> stringsTag(String tag, Extension... needed) throws CheckFailed {
    int at = take(tag, needed);
    return at < 0 ? null : templates(strings(tag, valueOf(tag, at)));
  }

  @Nullable Long numberTag(String tag, Extension... needed) throws CheckFailed {
    int at = take(tag, needed);
    if (at < 0) return null;
    var value = valueOf(tag, at);
    if (value instanceof SyntaxArgument.Amount number) return number.value();
    throw CheckFailed.of(value.at(), ":" + tag + " needs a number, not " + value.shown());
  }

  /// Takes a tag whose string must be constant, because it is checked now.
  @Nullable String constantTag(String tag, Extension... needed) throws CheckFailed {
    var template = stringTag(tag, needed);
    return template == null ? null : constant(template, ":" + tag);
  }

  String constant(Template template, String what) throws CheckFailed {
    if (!template.isConstant())
      throw CheckFailed.of(template.at(), what + " must not have variables in it");
    return template.source();
  }

  /// Finds and removes a tag; where its value is then, or -1.
  private int take(String tag, Extension... needed) throws CheckFailed {
    int found = find(tag);
    if (found < 0) return -1;
    var at = left.remove(found).at();
    lastTag = later(lastTag, at);
    if (find(tag) >= 0) throw CheckFailed.of(at, ":" + tag + " is given twice");
    if (needed.length > 0) checker.need(at, ":" + tag, needed);
    return found;
  }

  private int find(String tag) {
    for (int i = 0; i < left.size(); i++)
      if (left.get(i) instanceof Tag found && found.name().equals(tag)) return i;
    return -1;
  }

  private SyntaxArgument valueOf(String tag, int at) throws CheckFailed {
    if (at >= left.size() || left.get(at) instanceof Tag)
      throw fail(":" + tag + " needs a value after it");
    return left.remove(at);
  }

  private static Position later(@Nullable Position one, Position other) {
    if (one == null || other.line() > one.line()) return other;
    return other.line() == one.line() && other.column() > one.column() ? other : one;
  }

  // --- positional arguments

  /// How many positional arguments are left.
  int count() {
    return (int) left.stream().filter(each -> !(each instanceof Tag)).count();
  }

  Template string(String what) throws CheckFailed {
    return single(what, next(what + " (a string)"));
  }

  List<Template> strings(String what) throws CheckFailed {
    return templates(strings(what, next(what + " (a string or a list of strings)")));
  }

  long number(String what) throws CheckFailed {
    var argument = next(what + " (a number)");
    if (argument instanceof SyntaxArgument.Amount number) return number.value();
    throw CheckFailed.of(
        argument.at(), what + " must be a number without quotes, not " + argument.shown());
  }

  private SyntaxArgument next(String what) throws CheckFailed {
    refuseTags();
    if (left.isEmpty()) throw fail("\"" + node.name() + "\" needs " + what);
    var argument = left.removeFirst();
    positional = true;
    if (lastTag != null && !later(argument.at(), lastTag).equals(argument.at()))
      throw CheckFailed.of(lastTag, "arguments with \":\" come before the others");
    return argument;
  }

  private Template single(String what, SyntaxArgument argument) throws CheckFailed {
    var strings = strings(what, argument);
    if (strings.values().size() == 1) return template(strings.values().getFirst());
    throw CheckFailed.of(argument.at(), what + " must be a single string, not a list");
  }

  private static Strings strings(String what, SyntaxArgument argument) throws CheckFailed {
    if (argument instanceof Strings strings) return strings;
    throw CheckFailed.of(argument.at(), what + " must be a string, not " + argument.shown());
  }

  private List<Template> templates(Strings strings) throws CheckFailed {
    var templates = new ArrayList<Template>();
    for (var text : strings.values()) templates.add(template(text));
    return templates;
  }

  private Template template(SyntaxArgument.Text text) throws CheckFailed {
    return checker.template(text.at(), text.value());
  }

  /// The keys of a test, the last argument, checked for its match type.
  Keys keys(Match match) throws CheckFailed {
    return Keys.of(strings("the keys to compare with"), match);
  }

  private void refuseTags() throws CheckFailed {
    for (var argument : left) if (argument instanceof Tag tag) throw unknownTag(tag);
  }

  private CheckFailed unknownTag(Tag tag) {
    var extension = CommandTable.extensionOfTag(tag.name());
    var text = "\"" + node.name() + "\" does not know :" + tag.name();
    if (extension == null) return CheckFailed.ofExtension(tag.at(), text);
    return CheckFailed.ofExtension(
        tag.at(),
        text
            + (positional ? " here" : "")
            + " (it is of the extension \""
            + extension.capability()
            + "\")");
  }

  // --- what stands beside the arguments

  List<SyntaxNode> tests() throws CheckFailed {
    if (node.tests().isEmpty() || !node.isTestList())
      throw fail("\"" + node.name() + "\" needs a list of tests in parentheses");
    return node.tests();
  }

  SyntaxNode test() throws CheckFailed {
    if (node.tests().size() != 1 || node.isTestList())
      throw fail("\"" + node.name() + "\" needs one test, without parentheses around it");
    return node.tests().getFirst();
  }

  List<SyntaxNode> block() throws CheckFailed {
    var block = node.block();
    if (block == null) throw fail("\"" + node.name() + "\" needs a block in \"{\" and \"}\"");
    return block;
  }

  /// Nothing may be left.
  void end() throws CheckFailed {
    refuseTags();
    if (left.isEmpty()) return;
    var extra = left.getFirst();
    throw CheckFailed.of(
        extra.at(), "\"" + node.name() + "\" takes no further argument, here is " + extra.shown());
  }

  void noTests() throws CheckFailed {
    if (node.tests().isEmpty()) return;
    var test = node.tests().getFirst();
    throw CheckFailed.of(
        test.at(),
        "\""
            + node.name()
            + "\" takes no test; is a \";\" missing before \""
            + test.name()
            + "\"?");
  }

  void noBlock() throws CheckFailed {
    if (node.block() != null)
      throw fail("\"" + node.name() + "\" takes no block and ends with \";\"");
  }
}
