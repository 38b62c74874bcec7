package org.posthorn.wire.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A text with gaps. It can do three things and no more: `{{name}}` is a value, `{{?name}} …
/// {{/name}}` is text for when there is such a value, `{{#group}} … {{/group}}` is text once for
/// each of a group. A line that holds nothing but the beginning or the end of such text is no line
/// of the result.
///
/// Values are never read as templates. Immutable.
final class Template {

  /// Sections in each other.
  private static final int MAX_DEPTH = 8;

  /// What may be named where.
  ///
  /// @param values everywhere
  /// @param groups names of groups
  /// @param inGroups values that the members of groups have beside them
  record Names(Set<String> values, Set<String> groups, Set<String> inGroups) {}

  /// What the names stand for. A name without value is empty text.
  record Values(Map<String, String> values, Map<String, List<Map<String, String>>> groups) {}

  private sealed interface Node {
    record Text(String text) implements Node {}

    record Value(String name) implements Node {}

    record When(String name, List<Node> inside) implements Node {}

    record Each(String group, List<Node> inside) implements Node {}
  }

  private record Open(String name, boolean each, int line, List<Node> nodes) {}

  private final List<Node> nodes;

  private Template(List<Node> nodes) {
    this.nodes = nodes;
  }

  /// Reads the lines of a template.
  ///
  /// @param firstLine the number of the first of them in its file
  static Template parse(List<String> lines, int firstLine, Names names) throws TemplateException {
    var parser = new Parser(names, firstLine);
    for (int i = 0; i < lines.size(); i++) {
      parser.line = firstLine + i;
      parser.line(lines.get(i), i == lines.size() - 1);
    }
    return new Template(parser.end());
  }

  String render(Values values) {
    var text = new StringBuilder();
    render(nodes, values, Map.of(), text);
    return text.toString();
  }

  private static void render(
      List<Node> nodes, Values values, Map<String, String> member, StringBuilder into) {
    for (var node : nodes) {
      switch (node) {
        case Node.Text text -> into.append(text.text);
        case Node.Value value -> into.append(value(value.name, values, member));
        case Node.When when -> {
          boolean there =
              !value(when.name, values, member).isEmpty()
                  || !values.groups.getOrDefault(when.name, List.of()).isEmpty();
          if (there) render(when.inside, values, member, into);
        }
        case Node.Each each -> {
          for (var one : values.groups.getOrDefault(each.group, List.of()))
            render(each.inside, values, one, into);
        }
      }
    }
  }

  private static String value(String name, Values values, Map<String, String> member) {
    var own = member.get(name);
    return own != null ? own : values.values.getOrDefault(name, "");
  }

  private static final class Parser {
    private final Names names;
    private final Deque<Open> open = new ArrayDeque<>();
    private int line;

    Parser(Names names, int firstLine) {
      this.names = names;
      line = firstLine;
      open.push(new Open("", false, firstLine, new ArrayList<>()));
    }

    void line(String text, boolean last) throws TemplateException {
      var stripped = text.strip();
      boolean alone =
          stripped.startsWith("{{")
              && stripped.indexOf("}}") == stripped.length() - 2
              && stripped.length() > 4
              && "#?/".indexOf(stripped.charAt(2)) >= 0;
      int at = 0;
      for (int start = text.indexOf("{{"); start >= 0; start = text.indexOf("{{", at)) {
        if (!alone) text(text.substring(at, start));
        int end = text.indexOf("}}", start);
        if (end < 0) throw fault(text.substring(start + 2), "is not closed by }}");
        tag(text.substring(start + 2, end).strip());
        at = end + 2;
      }
      if (alone) return;
      text(text.substring(at) + (last ? "" : "\n"));
    }

    List<Node> end() throws TemplateException {
      var innermost = open.pop();
      if (open.isEmpty()) return List.copyOf(innermost.nodes);
      throw new TemplateException(
          innermost.line, innermost.name, "is never ended by {{/" + innermost.name + "}}");
    }

    private void text(String text) {
      if (!text.isEmpty()) open.element().nodes.add(new Node.Text(text));
    }

    private void tag(String tag) throws TemplateException {
      if (tag.isEmpty()) throw fault(tag, "has no name");
      var name = tag.substring(1).strip();
      switch (tag.charAt(0)) {
        case '?' -> {
          if (!isValue(name) && !names.groups.contains(name)) throw unknown(tag, name);
          open(tag, new Open(name, false, line, new ArrayList<>()));
        }
        case '#' -> {
          if (!names.groups.contains(name)) throw unknown(tag, name);
          if (inGroup()) throw fault(tag, "is inside another group");
          open(tag, new Open(name, true, line, new ArrayList<>()));
        }
        case '/' -> close(tag, name);
        default -> {
          if (!isValue(tag)) throw unknown(tag, tag);
          open.element().nodes.add(new Node.Value(tag));
        }
      }
    }

    private void open(String tag, Open section) throws TemplateException {
      if (open.size() > MAX_DEPTH) throw fault(tag, "is nested too deep");
      open.push(section);
    }

    private void close(String tag, String name) throws TemplateException {
      var innermost = open.element();
      if (open.size() == 1 || !innermost.name.equals(name)) {
        var wanted = open.size() == 1 ? "" : ", {{/" + innermost.name + "}} is expected";
        throw fault(tag, "ends nothing here" + wanted);
      }
      open.pop();
      var inside = List.copyOf(innermost.nodes);
      open.element()
          .nodes
          .add(innermost.each ? new Node.Each(name, inside) : new Node.When(name, inside));
    }

    private boolean inGroup() {
      return open.stream().anyMatch(Open::each);
    }

    private boolean isValue(String name) {
      return names.values.contains(name) || (inGroup() && names.inGroups.contains(name));
    }

    private TemplateException unknown(String tag, String name) {
      if (names.inGroups.contains(name)) return fault(tag, "belongs inside a group");
      if (names.groups.contains(name)) return fault(tag, "is a group, write {{#" + name + "}}");
      return fault(tag, "is not known");
    }

    private TemplateException fault(@Nullable String tag, String problem) {
      return new TemplateException(line, tag, problem);
    }
  }
}
