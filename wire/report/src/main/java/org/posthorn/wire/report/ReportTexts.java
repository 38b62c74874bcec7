package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a delivery report says to people, in one language; an administrator may write another.
///
/// A file has the sections `[language]`, `[subject failed]`, `[subject delayed]`, `[subject
/// delivered]`, `[body]` and `[explanations]`; lines before the first are comments. Subjects and
/// body are templates: see `Template` for their form and `VALUES`, `GROUPS`, `OF_RECIPIENTS` for
/// the names. Everything is checked on loading; nothing fails later. Immutable.
public final class ReportTexts {

  /// Names that stand for a value of the whole report.
  public static final Set<String> VALUES =
      Set.of(
          "reporting-mta",
          "postmaster",
          "sender",
          "subject",
          "message-id",
          "arrival",
          "envelope-id");

  /// Groups of recipients, one for each action.
  public static final Set<String> GROUPS =
      Stream.of(Action.values()).map(Action::wireName).collect(Collectors.toUnmodifiableSet());

  /// Names that stand for a value of one recipient.
  public static final Set<String> OF_RECIPIENTS =
      Set.of(
          "recipient",
          "original-recipient",
          "status",
          "why",
          "what-to-do",
          "remote-mta",
          "said-by",
          "diagnostic",
          "last-attempt",
          "retry-until");

  /// The characters of a file; the longest of ours has a tenth.
  public static final int MAX_LENGTH = 100_000;

  /// Shown of a subject.
  private static final int MAX_SUBJECT = 200;

  private static final Pattern SECTION =
      Pattern.compile(
          "\\[(language|subject failed|subject delayed|subject"
              + " delivered|body|explanations)\\]\\s*");
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}");
  private static final List<String> SECTIONS =
      List.of(
          "language",
          "subject failed",
          "subject delayed",
          "subject delivered",
          "body",
          "explanations");
  private static final Template.Names NAMES = new Template.Names(VALUES, GROUPS, OF_RECIPIENTS);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// A part of the file.
  ///
  /// @param line the number of the line after its name
  private record Section(int line, List<String> lines) {}

  private final String language;
  private final Map<Action, Template> subjects;
  private final Template body;
  private final Explanations explanations;

  private ReportTexts(
      String language, Map<Action, Template> subjects, Template body, Explanations explanations) {
    this.language = language;
    this.subjects = subjects;
    this.body = body;
    this.explanations = explanations;
  }

  /// Reads the texts of a file.
  ///
  /// @throws TemplateException with the line and the placeholder that is wrong
  public static ReportTexts parse(String file) throws TemplateException {
    if (file.length() > MAX_LENGTH)
      throw new TemplateException(1, null, "more than " + MAX_LENGTH + " characters");
    var sections = sections(file);
    for (var name : SECTIONS) {
      if (!sections.containsKey(name))
        throw new TemplateException(1, null, "the section [" + name + "] is missing");
    }
    var subjects = new EnumMap<Action, Template>(Action.class);
    for (var action : List.of(Action.FAILED, Action.DELAYED, Action.DELIVERED))
      subjects.put(action, subject(section(sections, "subject " + action.wireName())));
    var body = section(sections, "body");
    var table = section(sections, "explanations");
    return new ReportTexts(
        language(section(sections, "language")),
        subjects,
        Template.parse(body.lines, body.line, NAMES),
        Explanations.parse(table.lines, table.line));
  }

  public static ReportTexts english() {
    return resource("report-en.txt");
  }

  public static ReportTexts german() {
    return resource("report-de.txt");
  }

  /// The file of one of our own languages, for who wants to begin with it.
  ///
  /// @param name `report-en.txt` or `report-de.txt`
  public static String file(String name) {
    try (var in = ReportTexts.class.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException(name + " is missing");
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ReportTexts resource(String name) {
    try {
      return parse(file(name));
    } catch (TemplateException e) {
      throw new IllegalStateException(name, e);
    }
  }

  /// A language tag (RFC 3282).
  public String language() {
    return language;
  }

  /// What has to be said first, in a line.
  String subject(Template.Values values, DeliveryReport report) {
    var first =
        report.has(Action.FAILED)
            ? Action.FAILED
            : report.has(Action.DELAYED) ? Action.DELAYED : Action.DELIVERED;
    var template = subjects.get(first);
    if (template == null) throw new IllegalStateException("no subject for " + first);
    return FieldText.clean(template.render(values), 2 * MAX_SUBJECT);
  }

  String body(Template.Values values) {
    return body.render(values);
  }

  /// What the names stand for in this language.
  Template.Values values(DeliveryReport report, Map<String, String> ofMessage) {
    var values = new HashMap<>(ofMessage);
    values.put("reporting-mta", report.reportingMta().name());
    values.put("arrival", moment(report.arrival()));
    values.put("envelope-id", report.envelopeId() == null ? "" : report.envelopeId());
    values.computeIfPresent("subject", (_, subject) -> FieldText.clean(subject, MAX_SUBJECT));
    var groups = new TreeMap<String, List<Map<String, String>>>();
    for (var recipient : report.recipients())
      groups
          .computeIfAbsent(recipient.action().wireName(), _ -> new ArrayList<>())
          .add(values(recipient, report.reportingMta()));
    return new Template.Values(values, groups);
  }

  private Map<String, String> values(RecipientReport report, MtaName reporter) {
    var original = report.original();
    var address = report.recipient().address();
    var explanation = explanations.of(report.status());
    boolean rewritten = original != null && !original.address().equalsIgnoreCase(address);
    var remote = report.remoteMta();
    return Map.ofEntries(
        entry("recipient", address),
        entry("original-recipient", rewritten && original != null ? original.address() : ""),
        entry("status", report.status().toString()),
        entry("why", explanation.why()),
        entry("what-to-do", explanation.advice()),
        entry("remote-mta", remote == null ? "" : remote.name()),
        entry("said-by", remote == null ? reporter.name() : remote.name()),
        entry("diagnostic", report.diagnostic() == null ? "" : report.diagnostic().text()),
        entry("last-attempt", moment(report.lastAttempt())),
        entry("retry-until", moment(report.willRetryUntil())));
  }

  private static String moment(@Nullable Instant instant) {
    return instant == null ? "" : MOMENT.format(instant);
  }

  private static Map<String, Section> sections(String file) throws TemplateException {
    var sections = new HashMap<String, Section>();
    var lines = file.lines().toList();
    List<String> current = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      var head = SECTION.matcher(lines.get(i));
      if (!head.matches()) {
        current.add(lines.get(i).stripTrailing());
        continue;
      }
      current = new ArrayList<>();
      if (sections.put(head.group(1), new Section(i + 2, current)) != null)
        throw new TemplateException(i + 1, null, "[" + head.group(1) + "] is here twice");
    }
    sections.values().forEach(section -> trim(section.lines));
    return sections;
  }

  private static void trim(List<String> lines) {
    while (!lines.isEmpty() && lines.getLast().isEmpty()) lines.removeLast();
  }

  private static Section section(Map<String, Section> sections, String name)
      throws TemplateException {
    var section = sections.get(name);
    if (section == null || section.lines.isEmpty())
      throw new TemplateException(
          section == null ? 1 : section.line, null, "the section [" + name + "] is empty");
    return section;
  }

  private static Template subject(Section section) throws TemplateException {
    if (section.lines.size() > 1)
      throw new TemplateException(section.line + 1, null, "a subject is one line");
    return Template.parse(section.lines, section.line, NAMES);
  }

  private static String language(Section section) throws TemplateException {
    var tag = section.lines.getFirst().strip();
    if (section.lines.size() > 1 || !LANGUAGE.matcher(tag).matches())
      throw new TemplateException(section.line, null, "not a language tag");
    return tag;
  }
}
