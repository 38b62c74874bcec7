package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.wire.sieve.Token.Kind;

/// Reads the grammar of RFC 5228 §8.2. A command with an error is reported and left out, and
/// reading goes on with the next one, so that one attempt shows many errors.
final class SyntaxParser {

  /// The rest of the command makes no sense.
  private static final class Broken extends Exception {
    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  private final Lexer lexer;
  private final Diagnostics diagnostics;
  private final int nesting;
  private Token token;

  /// Where the token before the one at hand ended.
  private Position lastEnd;

  private SyntaxParser(String text, Diagnostics diagnostics, SieveLimits limits) {
    this.lexer = new Lexer(text, diagnostics, limits);
    this.diagnostics = diagnostics;
    this.nesting = limits.nesting();
    this.token = lexer.next();
    this.lastEnd = token.at();
  }

  static List<SyntaxNode> parse(String text, Diagnostics diagnostics, SieveLimits limits) {
    var parser = new SyntaxParser(text, diagnostics, limits);
    var commands = new ArrayList<SyntaxNode>();
    while (!parser.token.is(Kind.END) && !diagnostics.isFull()) {
      commands.addAll(parser.commands(0));
      if (!parser.token.is('}')) continue;
      diagnostics.error(parser.token.at(), "this \"}\" closes nothing");
      parser.advance();
    }
    return commands;
  }

  private void advance() {
    lastEnd = token.at();
    token = lexer.next();
  }

  // commands = *command
  private List<SyntaxNode> commands(int depth) {
    var commands = new ArrayList<SyntaxNode>();
    while (!token.is('}') && !token.is(Kind.END) && !diagnostics.isFull()) {
      try {
        commands.add(command(depth));
      } catch (Broken e) {
        skip();
      }
    }
    return commands;
  }

  // command = identifier arguments (";" / block)
  private SyntaxNode command(int depth) throws Broken {
    if (!token.is(Kind.IDENTIFIER))
      throw broken("a command is expected here, not " + token.shown());
    var name = token;
    advance();
    var arguments = arguments();
    var tests = new ArrayList<SyntaxNode>();
    boolean isList = testsOf(tests, depth);
    List<SyntaxNode> block = null;
    if (token.is('{')) {
      block = block(depth + 1);
    } else if (token.is(';')) {
      advance();
    } else {
      unended(name);
    }
    return new SyntaxNode(name.text(), name.at(), arguments, tests, isList, block);
  }

  /// A command that stops without `;`: most often it is only missing.
  private void unended(Token name) throws Broken {
    boolean isMissing = token.is(Kind.END) || token.is('}') || token.at().line() > lastEnd.line();
    var text = "the command \"" + name.text() + "\" must end with \";\"";
    if (!isMissing) throw broken(text + ", and " + token.shown() + " cannot follow here");
    diagnostics.error(lastEnd, text + " before " + token.shown());
  }

  private List<SyntaxNode> block(int depth) throws Broken {
    if (depth > nesting) throw broken("blocks are nested more than " + nesting + " deep");
    var open = token.at();
    advance();
    var commands = commands(depth);
    if (token.is('}')) advance();
    else if (!diagnostics.isFull())
      diagnostics.error(open, "this block is never closed with \"}\"");
    return commands;
  }

  // arguments = *argument [ test / test-list ]; argument = string-list / number / tag
  private List<SyntaxArgument> arguments() throws Broken {
    var arguments = new ArrayList<SyntaxArgument>();
    while (true) {
      switch (token.kind()) {
        case TAG -> arguments.add(new SyntaxArgument.Tag(token.at(), token.text()));
        case NUMBER -> arguments.add(new SyntaxArgument.Amount(token.at(), token.number()));
        case STRING -> arguments.add(new SyntaxArgument.Strings(token.at(), List.of(string())));
        case SEPARATOR -> {
          if (!token.is('[')) return arguments;
          arguments.add(stringList());
          continue;
        }
        case IDENTIFIER, END -> {
          return arguments;
        }
      }
      advance();
    }
  }

  private SyntaxArgument.Text string() {
    return new SyntaxArgument.Text(token.at(), token.text());
  }

  // string-list = "[" string *("," string) "]" / string
  private SyntaxArgument stringList() throws Broken {
    var open = token.at();
    var values = new ArrayList<SyntaxArgument.Text>();
    do {
      advance();
      if (!token.is(Kind.STRING))
        throw broken("a string is expected in this list, not " + token.shown());
      values.add(string());
      advance();
    } while (token.is(','));
    if (!token.is(']'))
      throw broken("\",\" or \"]\" is expected in this list, not " + token.shown());
    advance();
    return new SyntaxArgument.Strings(open, values);
  }

  /// Takes a test or a test list when one is there; true for a list.
  private boolean testsOf(List<SyntaxNode> tests, int depth) throws Broken {
    if (token.is(Kind.IDENTIFIER) && !startsNextCommand()) {
      tests.add(test(depth + 1));
      return false;
    }
    if (!token.is('(')) return false;
    do {
      advance();
      tests.add(test(depth + 1));
    } while (token.is(','));
    if (!token.is(')'))
      throw broken("\",\" or \")\" is expected in this list of tests, not " + token.shown());
    advance();
    return true;
  }

  /// A command's name on a new line after one that takes no test: a missing semicolon, which is
  /// said better than "no such test".
  private boolean startsNextCommand() {
    return token.at().line() > lastEnd.line() && CommandTable.isCommand(token.text());
  }

  // test = identifier arguments
  private SyntaxNode test(int depth) throws Broken {
    if (depth > nesting) throw broken("tests are nested more than " + nesting + " deep");
    if (!token.is(Kind.IDENTIFIER)) throw broken("a test is expected here, not " + token.shown());
    var name = token;
    advance();
    var arguments = arguments();
    var tests = new ArrayList<SyntaxNode>();
    boolean isList = testsOf(tests, depth);
    return new SyntaxNode(name.text(), name.at(), arguments, tests, isList, null);
  }

  private Broken broken(String text) {
    diagnostics.error(token.at(), text);
    return new Broken();
  }

  /// To where a new command may begin: after the next `;` or block, or before the `}` of this one.
  private void skip() {
    int depth = 0;
    while (!token.is(Kind.END)) {
      if (token.is('{')) depth++;
      if (token.is('}') && depth == 0) return;
      boolean over = (token.is('}') && --depth == 0) || (token.is(';') && depth == 0);
      advance();
      if (over) return;
    }
  }
}
