package org.posthorn.domain.mailbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.BaseSubject;
import org.posthorn.wire.mail.EncodedWords;
import org.posthorn.wire.mail.TextFolding;

/// RFC 5256 word by word, with an object for each message and lists for children.
final class SlowThreads {

  private final List<SortAndThreadTest.Sent> messages;
  private final Instant now;

  SlowThreads(List<SortAndThreadTest.Sent> messages, Instant now) {
    this.messages = messages;
    this.now = now;
  }

  private static final class Node {
    final int number; // -1 for a dummy
    @Nullable Node parent;
    List<Node> children = new ArrayList<>();

    Node(int number) {
      this.number = number;
    }

    boolean dummy() {
      return number < 0;
    }

    boolean isBelow(Node other) {
      for (var at = this; at != null; at = at.parent) if (at == other) return true;
      return false;
    }
  }

  private Instant date(int number) {
    var message = messages.get(number);
    return message.day() == 0
        ? received(number)
        : Instant.parse("2026-01-%02dT10:00:00Z".formatted(message.day()));
  }

  private Instant received(int number) {
    return now.plusSeconds(messages.get(number).subject().length() % 5L);
  }

  private String subject(int number) {
    return TextFolding.fold(BaseSubject.of(messages.get(number).subject()).text());
  }

  private boolean reply(int number) {
    return BaseSubject.of(messages.get(number).subject()).replyOrForward();
  }

  private static Node first(Node node) {
    return node.dummy() ? node.children.getFirst() : node;
  }

  private final Comparator<Node> byDate =
      Comparator.<Node, Instant>comparing(node -> date(first(node).number))
          .thenComparingInt(node -> first(node).number);

  String threads(ThreadAlgorithm algorithm, int[] found) {
    var roots =
        switch (algorithm) {
          case ORDEREDSUBJECT -> bySubject(found);
          case REFERENCES -> byReferences(found);
        };
    var text = new StringBuilder();
    for (var root : roots) {
      text.append('(');
      tell(root, text);
      text.append(')');
    }
    return text.toString();
  }

  private static void tell(Node node, StringBuilder text) {
    if (!node.dummy()) text.append(node.number + 1);
    if (node.children.isEmpty()) return;
    if (!node.dummy()) text.append(' ');
    if (node.children.size() == 1) {
      tell(node.children.getFirst(), text);
      return;
    }
    for (var child : node.children) {
      text.append('(');
      tell(child, text);
      text.append(')');
    }
  }

  private List<Node> bySubject(int[] found) {
    var nodes = new ArrayList<>(Arrays.stream(found).mapToObj(Node::new).toList());
    nodes.sort(Comparator.<Node, String>comparing(n -> subject(n.number)).thenComparing(byDate));
    var threads = new LinkedHashMap<String, Node>();
    for (var node : nodes) {
      var first = threads.putIfAbsent(subject(node.number), node);
      if (first != null) first.children.add(node);
    }
    var roots = new ArrayList<>(threads.values());
    roots.sort(byDate);
    return roots;
  }

  private List<Node> byReferences(int[] found) {
    var byId = new HashMap<String, Node>();
    var all = new ArrayList<Node>();
    for (var number : found) {
      var node = new Node(number);
      all.add(node);
      var id = messages.get(number).id();
      if (!id.isEmpty()) byId.putIfAbsent(id, node);
    }
    var real = List.copyOf(all);
    for (var node : real) link(node, byId, all);
    var roots = new ArrayList<Node>();
    for (var node : all) if (node.parent == null) roots.add(node);
    roots = new ArrayList<>(pruned(roots, true));
    for (var root : roots) if (root.dummy()) root.children.sort(byDate);
    roots.sort(byDate);
    merge(roots);
    sort(roots);
    return roots;
  }

  private void link(Node node, Map<String, Node> byId, List<Node> all) {
    Node before = null;
    for (var reference : messages.get(node.number).references()) {
      var next = byId.get(reference);
      if (next == null) {
        next = new Node(-1);
        byId.put(reference, next);
        all.add(next);
      }
      if (before != null && next.parent == null && !before.isBelow(next)) attach(next, before);
      before = next;
    }
    if (node.parent != null) {
      node.parent.children.remove(node);
      node.parent = null;
    }
    if (before != null && !before.isBelow(node)) attach(node, before);
  }

  private static void attach(Node child, Node parent) {
    child.parent = parent;
    parent.children.add(child);
  }

  private static List<Node> pruned(List<Node> nodes, boolean top) {
    var kept = new ArrayList<Node>();
    for (var node : nodes) {
      node.children = new ArrayList<>(pruned(node.children, false));
      if (!node.dummy()) kept.add(node);
      else if (!top || node.children.size() < 2) kept.addAll(node.children);
      else kept.add(node);
    }
    return kept;
  }

  private String threadSubject(Node node) {
    return subject(first(node).number);
  }

  private boolean reply(Node node) {
    return !node.dummy() && reply(node.number);
  }

  private void merge(List<Node> roots) {
    var table = new HashMap<String, Node>();
    for (var node : roots) {
      var subject = threadSubject(node);
      if (subject.isEmpty()) continue;
      var there = table.putIfAbsent(subject, node);
      if (there == null || there.dummy()) continue;
      if (node.dummy() || (reply(there) && !reply(node))) table.put(subject, node);
    }
    for (var node : List.copyOf(roots)) {
      if (!roots.contains(node)) continue;
      var subject = threadSubject(node);
      if (subject.isEmpty()) continue;
      var there = table.get(subject);
      if (there == null || there == node) continue;
      roots.remove(node);
      if (there.dummy() && node.dummy()) there.children.addAll(node.children);
      else if (there.dummy() || (reply(node) && !reply(there))) there.children.add(node);
      else {
        var dummy = new Node(-1);
        dummy.children.add(node);
        dummy.children.add(there);
        dummy.children.sort(byDate);
        roots.remove(there);
        roots.add(dummy);
        table.put(subject, dummy);
      }
    }
  }

  private void sort(List<Node> siblings) {
    for (var node : siblings) sort(node.children);
    siblings.sort(byDate);
  }

  int[] sorted(List<SortBy> by, int[] found) {
    var numbers = new ArrayList<>(Arrays.stream(found).boxed().toList());
    Comparator<Integer> order = (_, _) -> 0;
    for (var each : by) {
      Comparator<Integer> next = order(each.criterion());
      order = order.thenComparing(each.reverse() ? next.reversed() : next);
    }
    numbers.sort(order.thenComparing(Comparator.naturalOrder()));
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private Comparator<Integer> order(SortCriterion criterion) {
    return switch (criterion) {
      case ARRIVAL -> Comparator.comparing(this::received);
      case DATE -> Comparator.comparing(this::date);
      case SIZE -> Comparator.comparingInt(number -> messages.get(number).bytes().length);
      case SUBJECT -> byText(this::subject);
      case CC, RELEVANCY -> (_, _) -> 0;
      case FROM -> byText(number -> mailbox(messages.get(number).from()));
      case TO -> byText(this::to);
      // One name for all.
      case DISPLAY_TO -> (_, _) -> 0;
      case DISPLAY_FROM -> byText(number -> display(messages.get(number).from()));
    };
  }

  private String to(int number) {
    return "" + messages.get(number).from().length() % 3;
  }

  private static Comparator<Integer> byText(java.util.function.Function<Integer, String> text) {
    return (a, b) -> Arrays.compareUnsigned(octets(text.apply(a)), octets(text.apply(b)));
  }

  private static byte[] octets(String text) {
    return TextFolding.fold(text).getBytes(StandardCharsets.UTF_8);
  }

  private static String mailbox(String from) {
    var at = from.indexOf('@');
    var open = from.indexOf('<');
    return from.substring(open + 1, at);
  }

  private static String display(String from) {
    var open = from.indexOf('<');
    var name = open < 0 ? "" : EncodedWords.decode(from.substring(0, open).strip());
    if (name.equals("\"\"")) name = "";
    if (!name.isEmpty()) return name;
    return open < 0 ? from : from.substring(open + 1, from.length() - 1);
  }

  static String text(ThreadTree tree) {
    var text = new StringBuilder();
    tree.walk(
        new ThreadTree.Visitor() {
          @Override
          public void open() {
            if (isAfterMessage()) text.append(' ');
            text.append('(');
          }

          @Override
          public void close() {
            text.append(')');
          }

          @Override
          public void message(int uid) {
            if (isAfterMessage()) text.append(' ');
            text.append(uid);
          }

          private boolean isAfterMessage() {
            return !text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1));
          }
        });
    return text.toString();
  }
}
