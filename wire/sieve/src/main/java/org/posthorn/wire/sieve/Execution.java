package org.posthorn.wire.sieve;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.sieve.Script.Included;
import org.posthorn.wire.sieve.Script.Tracing;

/// The state of one run: what commands and tests see and change. Owned by the thread of
/// `Script.run`.
final class Execution {

  /// Values in a trace are cut to this.
  private static final int SHOWN_CHARACTERS = 120;

  /// A script that is being run.
  private record Frame(
      ScriptUnit unit, Set<Extension> extensions, PartPath scope, @Nullable PartPath part) {}

  private final Script script;
  private final Facts facts;
  private final SieveLimits limits;
  private final boolean tracing;
  private final Work work;
  private final Variables variables;
  private final Actions actions;
  private final FlagSet flags;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final Set<ScriptName> everIncluded = new HashSet<>();
  private final Set<DuplicateMark> duplicates = new LinkedHashSet<>();
  private final List<TraceStep> trace = new ArrayList<>();
  private final MessageEdits edits;
  private Position at;
  private PartPath scope = PartPath.WHOLE;
  private @Nullable PartPath part;
  private int commands;
  private int depth;

  Execution(Script script, Facts facts, SieveLimits limits, Tracing tracing) {
    this.script = script;
    this.facts = facts;
    this.limits = limits;
    this.tracing = tracing == Tracing.ON;
    this.work = new Work(limits.work());
    this.variables = new Variables(limits);
    this.actions = new Actions(limits, facts.isImapEvent());
    this.flags = new FlagSet(facts.flags());
    this.edits = new MessageEdits(facts, limits);
    this.at = new Position(script.name().toString(), 1, 1);
  }

  Outcome run() throws IOException {
    try {
      new Interpreter(this).run(script.main());
      var done = actions.finish(keptFlags(), keptMessage());
      if (done.getLast() instanceof Action.Keep keep && keep.implicit())
        trace(TraceStep.Kind.ACTION, "the message is kept (implicit keep)");
      return new Outcome(done, List.copyOf(duplicates), null, trace);
    } catch (ScriptFault e) {
      if (tracing) trace.add(new TraceStep(at, depth, TraceStep.Kind.FAULT, "error: " + e.text()));
      var keep = new Action.Keep(null, true, null, facts.message());
      var fault = new Outcome.Fault(at, e.text(), actions.soFar());
      return new Outcome(List.of(keep), List.of(), fault, trace);
    }
  }

  // --- what is known

  Facts facts() {
    return facts;
  }

  SieveLimits limits() {
    return limits;
  }

  Outside outside() {
    return facts.outside();
  }

  Work work() {
    return work;
  }

  Variables variables() {
    return variables;
  }

  Actions actions() {
    return actions;
  }

  FlagSet flags() {
    return flags;
  }

  MessageEdits edits() {
    return edits;
  }

  Position at() {
    return at;
  }

  /// Whether an extension is on in the script at hand.
  boolean has(Extension extension) {
    return frame().extensions.contains(extension);
  }

  void enable(Extension extension) {
    frame().extensions.add(extension);
    frame().extensions.addAll(extension.implied());
  }

  private Frame frame() {
    return frames.getFirst();
  }

  // --- strings

  String expand(Template template) {
    if (template.pieces().size() == 1
        && template.pieces().getFirst() instanceof Template.Piece.Literal(String text)) return text;
    var expanded = new StringBuilder();
    for (var piece : template.pieces()) {
      expanded.append(variables.value(piece));
      if (expanded.length() > limits.stringCharacters())
        throw new ScriptFault(
            "a string has more than "
                + limits.stringCharacters()
                + " characters with its variables");
    }
    work.spend(expanded.length());
    return Octets.joined(expanded.toString());
  }

  @Nullable String expandOrNull(@Nullable Template template) {
    return template == null ? null : expand(template);
  }

  List<String> expand(List<Template> templates) {
    return templates.stream().map(this::expand).toList();
  }

  // --- the message

  /// The message or part that the script at hand is about.
  MessageView view() {
    return view(scope);
  }

  /// The part of the innermost loop, or else what `view` says (RFC 5703 §4).
  MessageView currentView() {
    var current = part;
    return view(current == null ? scope : current);
  }

  MessageView view(PartPath path) {
    return MessageView.of(edits.message(), path);
  }

  PartPath scope() {
    return scope;
  }

  @Nullable PartPath part() {
    return part;
  }

  void part(@Nullable PartPath path) {
    part = path;
  }

  /// What an action gets that puts the message into the owner's mailbox: at IMAP events the message
  /// is immutable (RFC 6785 §3.1).
  SieveMessage keptMessage() {
    return facts.isImapEvent() ? facts.message() : edits.message();
  }

  /// What keep and fileinto set (RFC 5232 §5).
  ///
  /// @param given `:flags`, or null
  @Nullable List<String> keptFlags(@Nullable List<Template> given) {
    return given == null ? keptFlags() : FlagSet.flagsOf(expand(given));
  }

  private @Nullable List<String> keptFlags() {
    return flags.isTouched() ? flags.flags() : null;
  }

  void remember(DuplicateMark mark) {
    duplicates.add(mark);
  }

  // --- the way through the scripts

  void at(Position position) {
    at = position;
    countCommand();
  }

  void countCommand() {
    if (++commands > limits.commands())
      throw new ScriptFault(
          "the script runs more than " + limits.commands() + " commands and tests");
  }

  void enter(ScriptUnit unit) {
    if (frames.size() > limits.includeDepth())
      throw new ScriptFault(
          "scripts include each other more than " + limits.includeDepth() + " deep");
    everIncluded.add(unit.name());
    var extensions = EnumSet.noneOf(Extension.class);
    extensions.addAll(unit.required());
    frames.push(new Frame(unit, extensions, scope, part));
    variables.enter();
    // RFC 6609 §3.5: an included script takes the part of the loop around it for the whole message
    var current = part;
    if (current != null) scope = current;
    part = null;
  }

  void leave() {
    var frame = frames.pop();
    variables.leave();
    scope = frame.scope;
    part = frame.part;
  }

  Included included(ScriptName name) {
    var known = script.included(name);
    return known == null ? new Included.Missing() : known;
  }

  boolean wasIncluded(ScriptName name) {
    return everIncluded.contains(name);
  }

  boolean isRunning(ScriptName name) {
    return frames.stream().anyMatch(frame -> frame.unit.name().equals(name));
  }

  // --- the trace

  boolean isTracing() {
    return tracing;
  }

  void trace(TraceStep.Kind kind, String text) {
    if (tracing && trace.size() < limits.traceSteps())
      trace.add(new TraceStep(at, depth, kind, text));
  }

  void deeper() {
    depth++;
  }

  void shallower() {
    depth--;
  }

  /// What a test is called in scripts.
  static String name(Test.Question question) {
    if (question instanceof ScannerTest scanner)
      return scanner.scale() == ScannerTest.Scale.VIRUS ? "virustest" : "spamtest";
    if (question instanceof DateTest date) return date.header() == null ? "currentdate" : "date";
    if (question instanceof MailboxExistsTest exists)
      return exists.byId() ? "mailboxidexists" : "mailboxexists";
    if (question instanceof MetadataTest data)
      return data.mailbox() == null ? "servermetadata" : "metadata";
    var name = question.getClass().getSimpleName();
    return name.substring(0, name.length() - "Test".length()).toLowerCase(Locale.ROOT);
  }

  static String quoted(String value) {
    boolean cut = value.length() > SHOWN_CHARACTERS;
    var shown = cut ? Variables.cut(value, SHOWN_CHARACTERS) + "…" : value;
    return "\"" + shown.replace("\r\n", " ").replace('\n', ' ') + "\"";
  }
}
