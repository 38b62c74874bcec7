package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.sieve.RegexNode.Place;

/// A regular expression as a program that is run on all its possible states at once: time grows
/// with the text times the program, whatever the expression is. It never goes back.
///
/// The match is the leftmost and of those the longest, as POSIX says; among ways to the same match
/// groups have what the greediest way gives them. Characters are Unicode characters under every
/// comparator.
final class Regex {

  /// Instructions of a program; repetitions multiply what they repeat.
  static final int MAX_PROGRAM = 5_000;

  /// A state costs as much as so many characters of plain comparison.
  private static final int STATE_COST = 10;

  private enum Op {
    ONE,
    /// go on at `x`, or else at `y`
    SPLIT,
    JUMP,
    SAVE,
    AT,
    DONE
  }

  private record Instruction(
      Op op, int x, int y, @Nullable CharacterSet set, @Nullable Place place) {}

  private final List<Instruction> program = new ArrayList<>();
  private final int slots;

  private Regex(int groups) {
    this.slots = 2 * (groups + 1);
  }

  static Regex compile(String pattern, Comparator comparator) throws RegexException {
    var parser = new RegexParser(pattern, comparator);
    var node = parser.parse();
    var regex = new Regex(parser.groups());
    regex.emit(node);
    regex.add(Op.DONE, 0, 0);
    return regex;
  }

  // --- from the tree to the program

  private int add(Op op, int x, int y) throws RegexException {
    return add(new Instruction(op, x, y, null, null));
  }

  private int add(Instruction instruction) throws RegexException {
    if (program.size() >= MAX_PROGRAM)
      throw new RegexException("it is too large, mostly because of its repetitions");
    program.add(instruction);
    return program.size() - 1;
  }

  private void emit(RegexNode node) throws RegexException {
    switch (node) {
      case RegexNode.One one -> add(new Instruction(Op.ONE, 0, 0, one.set(), null));
      case RegexNode.At at -> add(new Instruction(Op.AT, 0, 0, null, at.place()));
      case RegexNode.Sequence sequence -> {
        for (var part : sequence.parts()) emit(part);
      }
      case RegexNode.Group group -> {
        add(Op.SAVE, 2 * group.number(), 0);
        emit(group.part());
        add(Op.SAVE, 2 * group.number() + 1, 0);
      }
      case RegexNode.Choice choice -> emitChoice(choice.branches());
      case RegexNode.Repeat repeat -> emitRepeat(repeat);
    }
  }

  private void emitChoice(List<RegexNode> branches) throws RegexException {
    var ends = new ArrayList<Integer>();
    for (int i = 0; i < branches.size() - 1; i++) {
      int split = add(Op.SPLIT, program.size() + 1, 0);
      emit(branches.get(i));
      ends.add(add(Op.JUMP, 0, 0));
      program.set(split, new Instruction(Op.SPLIT, split + 1, program.size(), null, null));
    }
    emit(branches.getLast());
    for (int end : ends) program.set(end, new Instruction(Op.JUMP, program.size(), 0, null, null));
  }

  private void emitRepeat(RegexNode.Repeat repeat) throws RegexException {
    for (int i = 0; i < repeat.least(); i++) emit(repeat.part());
    if (repeat.most() < 0) {
      int split = add(Op.SPLIT, program.size() + 1, 0);
      emit(repeat.part());
      add(Op.JUMP, split, 0);
      program.set(split, new Instruction(Op.SPLIT, split + 1, program.size(), null, null));
      return;
    }
    var splits = new ArrayList<Integer>();
    for (int i = repeat.least(); i < repeat.most(); i++) {
      splits.add(add(Op.SPLIT, program.size() + 1, 0));
      emit(repeat.part());
    }
    for (int split : splits)
      program.set(split, new Instruction(Op.SPLIT, split + 1, program.size(), null, null));
  }

  // --- running it

  /// What the whole expression and each of its groups match in the first match, or null when there
  /// is none. A group that took no part has the empty string.
  @Nullable List<String> find(String value, Work work) {
    var best = new Run(value.codePoints().toArray(), work).run();
    if (best == null) return null;
    var groups = new ArrayList<String>(slots / 2);
    var points = value.codePoints().toArray();
    for (int i = 0; i < slots; i += 2) {
      boolean set = best[i] >= 0 && best[i + 1] >= best[i];
      groups.add(set ? new String(points, best[i], best[i + 1] - best[i]) : "");
    }
    return groups;
  }

  /// The states that are alive at one place of the text, in the order of preference.
  private final class States {
    private final int[] at = new int[program.size()];
    private final int[][] saved = new int[program.size()][];
    private final int[] seenAt = new int[program.size()];
    private int size;

    States() {
      Arrays.fill(seenAt, -1);
    }
  }

  private final class Run {
    private final int[] text;
    private final Work work;
    private final int[] stack = new int[2 * program.size() + 2];
    private final int[][] stackSaved = new int[2 * program.size() + 2][];
    private States now = new States();
    private States next = new States();
    private int @Nullable [] best;

    Run(int[] text, Work work) {
      this.text = text;
      this.work = work;
    }

    int @Nullable [] run() {
      for (int i = 0; i <= text.length; i++) {
        if (best == null) {
          var start = new int[slots];
          Arrays.fill(start, -1);
          start[0] = i;
          enter(now, 0, i, start);
        }
        if (now.size == 0 && best != null) break;
        work.spend(STATE_COST * (now.size + 1L));
        if (i < text.length) step(i);
        var spare = now;
        now = next;
        next = spare;
        next.size = 0;
      }
      return best;
    }

    private void step(int i) {
      for (int n = 0; n < now.size; n++) {
        var instruction = program.get(now.at[n]);
        var set = instruction.set;
        if (set != null && set.has(text[i])) enter(next, now.at[n] + 1, i + 1, now.saved[n]);
      }
    }

    /// Adds a state with all that can be reached from it without a character.
    private void enter(States states, int from, int i, int[] saved) {
      int top = 0;
      stack[top] = from;
      stackSaved[top++] = saved;
      while (top > 0) {
        int at = stack[--top];
        var held = stackSaved[top];
        if (states.seenAt[at] == i) continue;
        states.seenAt[at] = i;
        work.spend(STATE_COST);
        var instruction = program.get(at);
        switch (instruction.op) {
          case JUMP -> {
            stack[top] = instruction.x;
            stackSaved[top++] = held;
          }
          case SPLIT -> {
            stack[top] = instruction.y;
            stackSaved[top++] = held;
            stack[top] = instruction.x;
            stackSaved[top++] = held;
          }
          case SAVE -> {
            var copy = held.clone();
            copy[instruction.x] = i;
            stack[top] = at + 1;
            stackSaved[top++] = copy;
          }
          case AT -> {
            if (isAt(instruction.place, i)) {
              stack[top] = at + 1;
              stackSaved[top++] = held;
            }
          }
          case ONE -> {
            states.at[states.size] = at;
            states.saved[states.size++] = held;
          }
          case DONE -> matched(held, i);
        }
      }
    }

    private void matched(int[] saved, int end) {
      var known = best;
      boolean better =
          known == null || saved[0] < known[0] || (saved[0] == known[0] && end > known[1]);
      if (!better) return;
      best = saved.clone();
      best[1] = end;
    }

    private boolean isAt(@Nullable Place place, int i) {
      boolean before = i > 0 && CharacterSet.is(CharacterSet.Named.WORD, text[i - 1]);
      boolean after = i < text.length && CharacterSet.is(CharacterSet.Named.WORD, text[i]);
      return switch (place) {
        case null -> false;
        case START -> i == 0;
        case END -> i == text.length;
        case WORD_START -> !before && after;
        case WORD_END -> before && !after;
        case WORD_EDGE -> before != after;
        case NO_WORD_EDGE -> before == after;
      };
    }
  }
}
