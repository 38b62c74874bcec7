package org.posthorn.wire.sieve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.sieve.SyntaxArgument.Strings;

/// Turns the syntax of one script into checked commands: names, arguments, extensions (RFC 5228
/// §2.6, §2.10.5, §3). Reports all errors that it finds. Owned by one thread, used for one script.
final class Checker {

  /// Told of scripts that are included, so that they are compiled too.
  @FunctionalInterface
  interface Includes {
    void wanted(ScriptName script, Position at, boolean optional);
  }

  private final CompileSettings settings;
  private final Diagnostics diagnostics;
  private final Includes includes;

  private final Set<Extension> required = EnumSet.noneOf(Extension.class);

  /// What some `ihave` of the script asks for and the server has.
  private final Set<Extension> conditional = EnumSet.noneOf(Extension.class);

  /// Those of `conditional` that the command or test at hand uses.
  private Set<Extension> needed = EnumSet.noneOf(Extension.class);

  /// A `foreverypart` that is being read.
  private record Loop(@Nullable String name) {}

  /// The loops around, innermost first.
  private final Deque<Loop> loops = new ArrayDeque<>();

  /// Variables that `set` was seen for, for RFC 6609 §3.4.1.
  private final Set<String> variables = new HashSet<>();

  Checker(CompileSettings settings, Diagnostics diagnostics, Includes includes) {
    this.settings = settings;
    this.diagnostics = diagnostics;
    this.includes = includes;
  }

  ScriptUnit check(ScriptName name, List<SyntaxNode> script) {
    int first = 0;
    while (first < script.size() && script.get(first).name().equals("require"))
      require(script.get(first++));
    checkTogether(script);
    if (required.contains(Extension.IHAVE)) findConditional(script);
    var commands = commands(script.subList(first, script.size()));
    return new ScriptUnit(name, commands, Set.copyOf(required));
  }

  // --- require

  // Usage: require <capabilities: string-list>
  private void require(SyntaxNode node) {
    try {
      var arguments = new Arguments(this, node);
      arguments.noTests();
      arguments.noBlock();
      if (node.arguments().size() != 1 || !(node.arguments().getFirst() instanceof Strings list))
        throw arguments.fail("\"require\" needs one string or one list of strings");
      for (var capability : list.values()) require(capability);
    } catch (CheckFailed e) {
      diagnostics.error(e.at(), e.text());
    }
  }

  private void require(SyntaxArgument.Text capability) {
    var extension = Extension.named(capability.value());
    if (extension != null && settings.allowed().contains(extension)) {
      required.add(extension);
      required.addAll(extension.implied());
      return;
    }
    var text = "this server has no extension \"" + capability.value() + "\"";
    var near = Spelling.nearest(capability.value(), Extension.capabilities(Extension.ALL));
    if (near != null && extension == null) text += "; do you mean \"" + near + "\"?";
    if (capability.value().equals("notify")) text += "; \"enotify\" has taken its place";
    diagnostics.error(capability.at(), text);
  }

  private void checkTogether(List<SyntaxNode> script) {
    if (script.isEmpty() || !required.contains(Extension.IMAPSIEVE)) return;
    for (var extension : Extension.NOT_FOR_IMAP_EVENTS)
      if (required.contains(extension))
        diagnostics.error(
            script.getFirst().at(),
            "\""
                + extension.capability()
                + "\" answers to new mail and cannot be used with \"imapsieve\" (RFC 6785 §3.11)");
  }

  /// Extensions that the tests `ihave` of a script may switch on.
  private void findConditional(List<SyntaxNode> nodes) {
    for (var node : nodes) {
      if (node.name().equals("ihave")) node.arguments().forEach(this::addConditional);
      findConditional(node.tests());
      var block = node.block();
      if (block != null) findConditional(block);
    }
  }

  private void addConditional(SyntaxArgument argument) {
    if (!(argument instanceof Strings list)) return;
    for (var text : list.values()) {
      var extension = Extension.named(text.value());
      if (extension == null || !isAvailable(extension)) continue;
      conditional.add(extension);
      conditional.addAll(extension.implied());
    }
  }

  /// Whether `ihave` finds it (RFC 5463 §4).
  boolean isAvailable(Extension extension) {
    return required.contains(extension)
        || (settings.allowed().contains(extension)
            && !Extension.CHANGE_READING.contains(extension));
  }

  /// Whether an extension may be used here.
  boolean has(Extension extension) {
    if (required.contains(extension)) return true;
    if (!conditional.contains(extension)) return false;
    needed.add(extension);
    return true;
  }

  boolean isRequired(Extension extension) {
    return required.contains(extension);
  }

  /// Refuses what none of the extensions is there for.
  void need(Position at, String what, Extension... any) throws CheckFailed {
    for (var extension : any) if (required.contains(extension)) return;
    for (var extension : any) if (has(extension)) return;
    for (var extension : any)
      if (settings.allowed().contains(extension))
        throw CheckFailed.ofExtension(
            at, what + " needs: require \"" + extension.capability() + "\";");
    throw CheckFailed.ofExtension(
        at,
        what
            + " needs the extension \""
            + any[0].capability()
            + "\", which this server does not have");
  }

  // --- commands

  List<Command> commands(List<SyntaxNode> nodes) {
    var commands = new ArrayList<Command>();
    int at = 0;
    while (at < nodes.size() && !diagnostics.isFull()) {
      var node = nodes.get(at++);
      if (!node.name().equals("if")) {
        commands.add(command(node));
        continue;
      }
      var branches = new ArrayList<Command.Branch>();
      branches.add(branch(node, true));
      while (at < nodes.size() && nodes.get(at).name().equals("elsif"))
        branches.add(branch(nodes.get(at++), true));
      if (at < nodes.size() && nodes.get(at).name().equals("else"))
        branches.add(branch(nodes.get(at++), false));
      commands.add(new Command.If(node.at(), branches));
    }
    return commands;
  }

  private Command.Branch branch(SyntaxNode node, boolean hasTest) {
    Test test = null;
    try {
      var arguments = new Arguments(this, node);
      arguments.end();
      if (hasTest) test = test(arguments.test());
      else arguments.noTests();
      return new Command.Branch(node.at(), test, commands(arguments.block()));
    } catch (CheckFailed e) {
      diagnostics.error(e.at(), e.text());
      return new Command.Branch(node.at(), test, List.of());
    }
  }

  private Command command(SyntaxNode node) {
    var outer = needed;
    needed = EnumSet.noneOf(Extension.class);
    try {
      var command = read(node);
      return needed.isEmpty() ? command : new Command.Conditional(node.at(), needed, command);
    } catch (CheckFailed e) {
      report(e);
      return new Command.Faulty(e.at(), e.text());
    } finally {
      needed = outer;
    }
  }

  private Command read(SyntaxNode node) throws CheckFailed {
    var rule = CommandTable.COMMANDS.get(node.name());
    if (rule == null) throw unknownCommand(node);
    if (!rule.any().isEmpty())
      need(node.at(), "\"" + node.name() + "\"", rule.any().toArray(new Extension[0]));
    var arguments = new Arguments(this, node);
    arguments.noTests();
    if (!node.name().equals("foreverypart")) arguments.noBlock();
    var command = rule.reader().read(arguments);
    arguments.end();
    return command;
  }

  /// With `ihave` what only an extension could explain is an error when it is reached.
  private void report(CheckFailed e) {
    if (e.isAboutExtension() && required.contains(Extension.IHAVE))
      diagnostics.warning(e.at(), e.text());
    else diagnostics.error(e.at(), e.text());
  }

  private CheckFailed unknownCommand(SyntaxNode node) {
    var name = node.name();
    if (name.equals("require"))
      return CheckFailed.of(node.at(), "\"require\" must come before all other commands");
    if (name.equals("elsif") || name.equals("else"))
      return CheckFailed.of(
          node.at(), "\"" + name + "\" must follow the block of an \"if\" or \"elsif\"");
    if (CommandTable.TESTS.containsKey(name))
      return CheckFailed.of(node.at(), "\"" + name + "\" is a test and belongs after \"if\"");
    var near = Spelling.nearest(name, CommandTable.COMMANDS.keySet());
    if (near == null) near = Spelling.nearest(name, CommandTable.CONTROL);
    return CheckFailed.ofExtension(node.at(), unknown("command", name, near));
  }

  private static String unknown(String kind, String name, @Nullable String near) {
    var text = "there is no " + kind + " \"" + name + "\"";
    return near == null ? text : text + "; do you mean \"" + near + "\"?";
  }

  // --- tests

  /// Reads a test; an error is reported and stands for a test that is never run.
  Test test(SyntaxNode node) {
    var outer = needed;
    needed = EnumSet.noneOf(Extension.class);
    try {
      var test = readTest(node);
      return needed.isEmpty() ? test : new Test.Conditional(node.at(), needed, test);
    } catch (CheckFailed e) {
      report(e);
      return new Test.Faulty(e.at(), e.text());
    } finally {
      needed = outer;
    }
  }

  private Test readTest(SyntaxNode node) throws CheckFailed {
    var rule = CommandTable.TESTS.get(node.name());
    if (rule == null) throw unknownTest(node);
    if (!rule.any().isEmpty())
      need(node.at(), "the test \"" + node.name() + "\"", rule.any().toArray(new Extension[0]));
    var arguments = new Arguments(this, node);
    boolean isLogical = Set.of("not", "allof", "anyof").contains(node.name());
    if (!isLogical) arguments.noTests();
    var test = rule.reader().read(arguments);
    arguments.end();
    return test;
  }

  private static CheckFailed unknownTest(SyntaxNode node) {
    var near = Spelling.nearest(node.name(), CommandTable.TESTS.keySet());
    if (CommandTable.isCommand(node.name()))
      return CheckFailed.of(
          node.at(), "\"" + node.name() + "\" is a command, and a test is expected here");
    return CheckFailed.ofExtension(node.at(), unknown("test", node.name(), near));
  }

  Test not(Arguments arguments) throws CheckFailed {
    return new Test.Not(arguments.at(), test(arguments.test()));
  }

  Test allOf(Arguments arguments) throws CheckFailed {
    return new Test.AllOf(arguments.at(), arguments.tests().stream().map(this::test).toList());
  }

  Test anyOf(Arguments arguments) throws CheckFailed {
    return new Test.AnyOf(arguments.at(), arguments.tests().stream().map(this::test).toList());
  }

  // --- what commands ask while they are read

  void warn(Position at, String text) {
    diagnostics.warning(at, text);
  }

  Template template(Position at, String text) throws CheckFailed {
    var plain =
        required.contains(Extension.ENCODED_CHARACTER) ? EncodedCharacters.decode(at, text) : text;
    return required.contains(Extension.VARIABLES)
        ? Template.of(at, plain, required)
        : Template.constant(at, plain);
  }

  List<Command> loop(@Nullable String name, List<SyntaxNode> block) {
    loops.push(new Loop(name));
    try {
      return commands(block);
    } finally {
      loops.pop();
    }
  }

  boolean isInLoop() {
    return !loops.isEmpty();
  }

  /// How many loops there are up to that name, or to the innermost for null; 0 when there is none.
  int loopsUpTo(@Nullable String name) {
    int count = 0;
    for (var loop : loops) {
      count++;
      if (name == null || name.equals(loop.name())) return count;
    }
    return 0;
  }

  void include(ScriptName script, Position at, boolean optional) {
    includes.wanted(script, at, optional);
  }

  void setSeen(String variable) {
    variables.add(variable);
  }

  boolean isSetSeen(String variable) {
    return variables.contains(variable);
  }
}
