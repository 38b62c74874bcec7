package org.posthorn.wire.sieve;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.AddressList;
import org.posthorn.wire.mail.EnvelopeAddress;

/// `envelope` (RFC 5228 §5.4, RFC 6009 §4, §5).
///
/// @param zone for `bytimeabsolute`
record EnvelopeTest(
    Position at,
    @Nullable AddressPart part,
    @Nullable Zone zone,
    Match match,
    List<Template> names,
    Keys keys)
    implements Test.Question {

  private static final Set<String> ADDRESSES = Set.of("from", "to");
  private static final Set<String> DSN = Set.of("notify", "orcpt", "ret", "envid");
  private static final Set<String> DELIVER_BY =
      Set.of("bytimeabsolute", "bytimerelative", "bymode", "bytrace");

  static EnvelopeTest of(Arguments arguments) throws CheckFailed {
    var part = AddressPart.of(arguments);
    var zone = Zone.of(arguments, Extension.ENVELOPE_DELIVERBY);
    var match = Match.of(arguments);
    var names = arguments.strings("the parts of the envelope");
    for (var name : names) if (name.isConstant()) check(arguments, name, part);
    return new EnvelopeTest(arguments.at(), part, zone, match, names, arguments.keys(match));
  }

  private static void check(Arguments arguments, Template name, @Nullable AddressPart part)
      throws CheckFailed {
    var lower = name.source().toLowerCase(Locale.ROOT);
    if (ADDRESSES.contains(lower)) return;
    var what = "the envelope part \"" + name.source() + "\"";
    if (DSN.contains(lower)) arguments.checker().need(name.at(), what, Extension.ENVELOPE_DSN);
    else if (DELIVER_BY.contains(lower))
      arguments.checker().need(name.at(), what, Extension.ENVELOPE_DELIVERBY);
    else throw CheckFailed.of(name.at(), "there is no envelope part \"" + name.source() + "\"");
    if (part != null) throw CheckFailed.of(name.at(), what + " is no address and has no parts");
  }

  @Override
  public boolean holds(Execution execution) {
    var envelope = execution.facts().envelope();
    // RFC 6785 §4.6
    if (envelope == null || execution.facts().isImapEvent())
      throw new ScriptFault("there is no envelope to test, since this is no new mail");
    var values = new ArrayList<String>();
    int count = 0;
    for (var name : execution.expand(names)) {
      var more = values(execution, envelope, name.toLowerCase(Locale.ROOT));
      values.addAll(more);
      // RFC 5231 §4.2: an empty reverse-path counts nothing
      if (!more.equals(List.of(""))) count += more.size();
      else if (!ADDRESSES.contains(name.toLowerCase(Locale.ROOT))) count++;
    }
    return Comparing.of(execution, match, keys).any(values, count);
  }

  private List<String> values(Execution execution, SieveEnvelope envelope, String name) {
    return switch (name) {
      case "from" -> address(execution, envelope.from());
      case "to" -> address(execution, envelope.to());
      case "notify", "orcpt", "ret", "envid" -> {
        refuse(execution, name, Extension.ENVELOPE_DSN);
        yield dsn(envelope, name);
      }
      case "bytimeabsolute", "bytimerelative", "bymode", "bytrace" -> {
        refuse(execution, name, Extension.ENVELOPE_DELIVERBY);
        var by = envelope.deliverBy();
        yield by == null ? List.of() : List.of(deliverBy(execution, by, name));
      }
      default -> throw new ScriptFault("there is no envelope part \"" + name + "\"");
    };
  }

  private void refuse(Execution execution, String name, Extension extension) {
    if (!execution.has(extension))
      throw new ScriptFault(
          "the envelope part \"" + name + "\" needs: require \"" + extension.capability() + "\";");
    if (part != null)
      throw new ScriptFault("the envelope part \"" + name + "\" is no address and has no parts");
  }

  private static List<String> dsn(SieveEnvelope envelope, String name) {
    if (name.equals("notify")) return envelope.notifyOn();
    var value =
        switch (name) {
          case "orcpt" -> envelope.orcpt();
          case "ret" -> envelope.ret();
          default -> envelope.envid();
        };
    return value == null ? List.of() : List.of(value);
  }

  private String deliverBy(Execution execution, SieveEnvelope.DeliverBy by, String name) {
    return switch (name) {
      case "bytimerelative" -> Long.toString(by.secondsLeft());
      case "bymode" -> by.returns() ? "return" : "notify";
      case "bytrace" -> by.traced() ? "trace" : "";
      default -> {
        ZoneId local = execution.facts().now().getZone();
        var shifted = zone == null ? local : zone.offset(execution, local);
        yield DatePart.iso8601(by.deadline().atZone(shifted).toOffsetDateTime());
      }
    };
  }

  private List<String> address(Execution execution, String path) {
    if (path.isEmpty()) return List.of("");
    // all tests of envelopes drop source routes
    boolean routed = path.startsWith("@") && path.indexOf(':') > 0;
    var plain = routed ? path.substring(path.indexOf(':') + 1) : path;
    var parsed = AddressList.parse(plain);
    var address =
        parsed.size() == 1 ? parsed.getFirst() : new EnvelopeAddress(null, null, plain, "");
    var wanted = part == null ? AddressPart.ALL : part;
    var value = wanted.of(address, execution.facts().detailSeparators());
    return value == null ? List.of() : List.of(value);
  }
}
