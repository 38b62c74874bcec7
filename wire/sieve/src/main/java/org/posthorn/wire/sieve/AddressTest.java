package org.posthorn.wire.sieve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.AddressList;
import org.posthorn.wire.mail.HeaderField;

/// `address` (RFC 5228 §5.1, RFC 5260 §6, RFC 5703 §4.2).
record AddressTest(
    Position at,
    HeaderTarget target,
    @Nullable FieldIndex index,
    AddressPart part,
    Match match,
    List<Template> names,
    Keys keys)
    implements Test.Question {

  /// The fields whose body is a list of addresses.
  private static final Set<String> FIELDS =
      Set.of(
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "bcc",
          "resent-from",
          "resent-sender",
          "resent-reply-to",
          "resent-to",
          "resent-cc",
          "resent-bcc",
          "return-path",
          "delivered-to",
          "envelope-to",
          "disposition-notification-to",
          "return-receipt-to",
          "errors-to",
          "mail-followup-to",
          "mail-reply-to",
          "apparently-to",
          "approved",
          "original-from",
          "original-recipient",
          "author");

  static AddressTest of(Arguments arguments) throws CheckFailed {
    var target = HeaderTarget.of(arguments);
    var index = FieldIndex.of(arguments, Extension.INDEX);
    var part = AddressPart.of(arguments);
    var match = Match.of(arguments);
    var names = arguments.strings("the names of header fields");
    for (var name : names)
      if (name.isConstant() && !hasAddresses(name.source()))
        throw CheckFailed.of(
            name.at(),
            "the field \""
                + name.source()
                + "\" holds no addresses; use the test \"header\" for it");
    return new AddressTest(
        arguments.at(),
        target,
        index,
        part == null ? AddressPart.ALL : part,
        match,
        names,
        arguments.keys(match));
  }

  private static boolean hasAddresses(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return FIELDS.contains(lower) || lower.startsWith("x-") || lower.startsWith("content-");
  }

  @Override
  public boolean holds(Execution execution) throws IOException {
    var wanted = execution.expand(names).stream().filter(AddressTest::hasAddresses).toList();
    var comparing = Comparing.of(execution, match, keys);
    int count = 0;
    for (var headers : target.headers(execution)) {
      var fields = FieldIndex.pick(index, HeaderTest.fields(execution, headers, wanted));
      var values = values(execution, fields);
      count += values.size();
      if (!comparing.isCount() && comparing.any(present(values))) return true;
    }
    return comparing.isCount() && comparing.counted(count);
  }

  /// That part of each address; null for one that has no such part.
  private List<@Nullable String> values(Execution execution, List<HeaderField> fields) {
    var values = new ArrayList<@Nullable String>();
    for (var field : fields) {
      execution.work().spend(field.value().length());
      for (var address : AddressList.parse(field.value())) {
        boolean isGroup = address.host() == null;
        if (!isGroup) values.add(part.of(address, execution.facts().detailSeparators()));
      }
    }
    return values;
  }

  private static List<String> present(List<@Nullable String> values) {
    var present = new ArrayList<String>(values.size());
    for (var value : values) if (value != null) present.add(value);
    return present;
  }
}
