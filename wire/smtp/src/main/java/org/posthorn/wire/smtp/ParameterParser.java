package org.posthorn.wire.smtp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Parses the parameters of MAIL and RCPT (RFC 5321 §4.1.2 and the extensions).
///
/// A malformed value is answered 501 5.5.4 whether the extension was offered or not. Each keyword
/// may come once.
final class ParameterParser {

  private final Map<String, EsmtpParameter> parameters = new LinkedHashMap<>();

  /// `Mail-parameters = esmtp-param *(SP esmtp-param)`, with spaces around it as they come.
  ParameterParser(String text) throws SmtpSyntaxException {
    for (var word : text.split(" +", -1)) {
      if (word.isEmpty()) continue;
      var parameter = parameter(word);
      if (parameters.put(parameter.keyword(), parameter) != null)
        throw fault(parameter.keyword() + " given twice");
    }
  }

  MailParameters mail() throws SmtpSyntaxException {
    var size = take("SIZE", ParameterParser::size);
    var body = take("BODY", ParameterParser::body);
    var smtpUtf8 = flag("SMTPUTF8");
    var auth = take("AUTH", Submitter::parse);
    var ret = take("RET", value -> DsnReturn.valueOf(value.toUpperCase(Locale.ROOT)));
    var envid = take("ENVID", EnvelopeId::new);
    var timing = timing();
    return new MailParameters(
        size, body, smtpUtf8, auth, ret, envid, timing, parameters.values().stream().toList());
  }

  private Timing timing() throws SmtpSyntaxException {
    var holdFor = take("HOLDFOR", Hold::parseFor);
    var holdUntil = take("HOLDUNTIL", Hold::parseUntil);
    var by = take("BY", DeliverBy::parse);
    // RFC 4865 §4.2
    if (holdFor != null && holdUntil != null) throw fault("HOLDFOR and HOLDUNTIL together");
    return new Timing(holdFor != null ? holdFor : holdUntil, by);
  }

  RcptParameters rcpt() throws SmtpSyntaxException {
    var notify = take("NOTIFY", Notify::parse);
    var orcpt = take("ORCPT", OriginalRecipient::parse);
    return new RcptParameters(notify, orcpt, parameters.values().stream().toList());
  }

  private static EsmtpParameter parameter(String word) throws SmtpSyntaxException {
    int equals = word.indexOf('=');
    var keyword = equals < 0 ? word : word.substring(0, equals);
    if (!isKeyword(keyword)) throw fault("malformed parameter");
    var value = equals < 0 ? null : word.substring(equals + 1);
    // esmtp-value = 1*(%d33-60 / %d62-126 / UTF8-non-ascii); spaces and controls cannot be here
    if (value != null && (value.isEmpty() || value.indexOf('=') >= 0))
      throw fault("malformed value of " + keyword);
    return new EsmtpParameter(keyword.toUpperCase(Locale.ROOT), value);
  }

  /// `esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")`
  static boolean isKeyword(String word) {
    if (word.isEmpty() || word.charAt(0) == '-') return false;
    return word.chars()
        .allMatch(c ->
            (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }

  private <T> @Nullable T take(String keyword, Function<String, T> parse)
      throws SmtpSyntaxException {
    var parameter = parameters.remove(keyword);
    if (parameter == null) return null;
    if (parameter.value() == null) throw fault(keyword + " needs a value");
    try {
      return parse.apply(parameter.value());
    } catch (IllegalArgumentException _) {
      throw fault("malformed value of " + keyword);
    }
  }

  private boolean flag(String keyword) throws SmtpSyntaxException {
    var parameter = parameters.remove(keyword);
    if (parameter == null) return false;
    if (parameter.value() != null) throw fault(keyword + " takes no value");
    return true;
  }

  /// `size-value ::= 1*20DIGIT`
  private static Long size(String value) {
    if (!CommandParser.isNumber(value) || value.length() > 20)
      throw new IllegalArgumentException("no size");
    var size = new java.math.BigInteger(value);
    return size.bitLength() > 63 ? Long.MAX_VALUE : size.longValue();
  }

  private static BodyType body(String value) {
    var body = BodyType.named(value);
    if (body == null) throw new IllegalArgumentException("no body type");
    return body;
  }

  private static SmtpSyntaxException fault(String text) {
    return new SmtpSyntaxException(501, "5.5.4", text);
  }
}
