package org.posthorn.wire.sieve;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.BodyPart;

/// `body` (RFC 5173). Sets no match variables (§6).
///
/// @param types of `:content`
record BodyTest(
    Position at, Transform transform, @Nullable List<Template> types, Match match, Keys keys)
    implements Test.Question {

  enum Transform {
    RAW,
    CONTENT,
    TEXT
  }

  static BodyTest of(Arguments arguments) throws CheckFailed {
    boolean raw = arguments.flag("raw");
    var types = arguments.stringsTag("content");
    boolean text = arguments.flag("text");
    if ((raw ? 1 : 0) + (types != null ? 1 : 0) + (text ? 1 : 0) > 1)
      throw arguments.fail(":raw, :content and :text exclude each other");
    var transform = raw ? Transform.RAW : types != null ? Transform.CONTENT : Transform.TEXT;
    var match = Match.withoutList(arguments);
    return new BodyTest(arguments.at(), transform, types, match, arguments.keys(match));
  }

  @Override
  public boolean holds(Execution execution) throws IOException {
    var comparing = Comparing.withoutVariables(execution, match, keys);
    var view = execution.view();
    var part = view.part();
    if (part == null) return false;
    var text = new PartText(view.message(), execution.limits().bodyCharacters(), execution.work());
    if (transform == Transform.RAW) {
      if (comparing.isCount()) return comparing.counted(1);
      return comparing.one(text.raw(part.body()));
    }
    var wanted = types == null ? List.of("text") : execution.expand(types);
    int count = 0;
    for (var each : view.all()) {
      if (wanted.stream().noneMatch(type -> isOf(each, type))) continue;
      count++;
      if (comparing.isCount()) continue;
      execution.trace(
          TraceStep.Kind.COMPARISON,
          "part " + each.fields().type() + "/" + each.fields().subtype());
      if (comparing.any(values(text, each))) return true;
    }
    return comparing.isCount() && comparing.counted(count);
  }

  private List<String> values(PartText text, BodyPart part) throws IOException {
    boolean strip = transform == Transform.TEXT;
    return switch (part) {
      case BodyPart.Multipart multipart -> text.around(multipart);
      case BodyPart.Message message -> List.of(text.raw(message.content().header()));
      case BodyPart.Text plain -> {
        var decoded = text.text(plain);
        boolean html = strip && plain.fields().is("text", "html");
        yield List.of(html ? HtmlText.of(decoded) : decoded);
      }
      case BodyPart.Leaf leaf -> List.of(text.decoded(leaf));
    };
  }

  // RFC 5173 §5.2
  private static boolean isOf(BodyPart part, String wanted) {
    var fields = part.fields();
    var type = wanted.toLowerCase(Locale.ROOT);
    if (type.isEmpty()) return true;
    int slash = type.indexOf('/');
    if (slash < 0) return fields.type().equalsIgnoreCase(type);
    boolean single = slash > 0 && slash < type.length() - 1 && type.indexOf('/', slash + 1) < 0;
    return single && fields.is(type.substring(0, slash), type.substring(slash + 1));
  }
}
