package org.posthorn.wire.sieve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.HeaderField;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.Parameters;

/// `header` (RFC 5228 §5.7, RFC 5260 §6, RFC 5703 §4.1).
///
/// @param aspect what of a MIME field is looked at; null for the whole value
/// @param parameters the names of `:param`
record HeaderTest(
    Position at,
    HeaderTarget target,
    @Nullable Aspect aspect,
    List<Template> parameters,
    @Nullable FieldIndex index,
    Match match,
    List<Template> names,
    Keys keys)
    implements Test.Question {

  enum Aspect {
    TYPE,
    SUBTYPE,
    CONTENTTYPE,
    PARAM
  }

  static HeaderTest of(Arguments arguments) throws CheckFailed {
    var target = HeaderTarget.of(arguments);
    Aspect aspect = null;
    for (var each : List.of(Aspect.TYPE, Aspect.SUBTYPE, Aspect.CONTENTTYPE))
      if (arguments.flag(each.name().toLowerCase(Locale.ROOT), Extension.MIME))
        aspect = only(arguments, aspect, each);
    var parameters = arguments.stringsTag("param", Extension.MIME);
    if (parameters != null) aspect = only(arguments, aspect, Aspect.PARAM);
    if (aspect != null && !target.mime())
      throw arguments.fail(":type, :subtype, :contenttype and :param need :mime beside them");
    var index = FieldIndex.of(arguments, Extension.INDEX);
    var match = Match.of(arguments);
    var names = arguments.strings("the names of header fields");
    return new HeaderTest(
        arguments.at(),
        target,
        aspect,
        parameters == null ? List.of() : parameters,
        index,
        match,
        names,
        arguments.keys(match));
  }

  private static Aspect only(Arguments arguments, @Nullable Aspect before, Aspect aspect)
      throws CheckFailed {
    if (before == null) return aspect;
    throw arguments.fail("only one of :type, :subtype, :contenttype and :param is allowed");
  }

  @Override
  public boolean holds(Execution execution) throws IOException {
    var wanted = execution.expand(names);
    var comparing = Comparing.of(execution, match, keys);
    int count = 0;
    for (var headers : target.headers(execution)) {
      var values = values(execution, FieldIndex.pick(index, fields(execution, headers, wanted)));
      count += values.size();
      if (!comparing.isCount() && comparing.any(values)) return true;
    }
    return comparing.isCount() && comparing.counted(count);
  }

  /// The fields of all names, in the order of the names.
  static List<HeaderField> fields(Execution execution, HeaderFields headers, List<String> names) {
    var fields = new ArrayList<HeaderField>();
    for (var name : names) {
      execution.work().spend(headers.size() + 1L);
      fields.addAll(headers.fields(name));
    }
    return fields;
  }

  private List<String> values(Execution execution, List<HeaderField> fields) {
    var values = new ArrayList<String>(fields.size());
    var parameterNames = execution.expand(parameters);
    for (var field : fields) {
      execution.work().spend(field.value().length());
      if (aspect == null) values.add(field.decoded().strip());
      else addAspect(values, field, parameterNames);
    }
    return values;
  }

  private void addAspect(List<String> values, HeaderField field, List<String> parameterNames) {
    var parsed = Parameters.parse(field.value());
    if (aspect == Aspect.PARAM) {
      for (var name : parameterNames) {
        var value = parsed.plain(name);
        if (value != null) values.add(value);
      }
      return;
    }
    values.add(part(field, parsed.value()));
  }

  // RFC 5703 §4.1: other fields than these two have a blank string
  private String part(HeaderField field, String value) {
    if (field.isNamed("Content-Disposition")) return aspect == Aspect.SUBTYPE ? "" : value;
    if (!field.isNamed("Content-Type")) return "";
    int slash = value.indexOf('/');
    if (aspect == Aspect.CONTENTTYPE || slash < 0) return aspect == Aspect.SUBTYPE ? "" : value;
    return (aspect == Aspect.TYPE ? value.substring(0, slash) : value.substring(slash + 1)).strip();
  }
}
