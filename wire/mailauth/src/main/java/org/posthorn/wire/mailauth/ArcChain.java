package org.posthorn.wire.mailauth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The ARC fields of a header, sorted into sets (RFC 8617 §4.2); whatever is wrong with their
/// structure is said here (§5.2, steps 1 to 3).
///
/// @param sets oldest first; empty if there are none or something is wrong
/// @param highest the highest instance that any field names
/// @param problem null if the structure is sound
/// @param isSealedAsFailed whether the newest seal says that the chain has failed
record ArcChain(List<Link> sets, int highest, @Nullable String problem, boolean isSealedAsFailed) {

  static final int MAX_INSTANCES = 50;

  private static final List<String> NAMES =
      List.of("arc-authentication-results", "arc-message-signature", "arc-seal");

  /// One set: the places of its fields, and what can be read of them.
  ///
  /// @param results what follows the instance in ARC-Authentication-Results
  record Link(
      int resultsPlace,
      int messagePlace,
      int sealPlace,
      String results,
      TagList message,
      TagList seal) {}

  /// A field on its way into a set.
  private record Part(int place, int instance, String rest, @Nullable TagList tags) {}

  ArcChain {
    sets = List.copyOf(sets);
  }

  static ArcChain of(SignableHeader header) {
    var parts = new ArrayList<List<Part>>();
    int highest = 0;
    int fields = 0;
    for (var name : NAMES) {
      var places = header.places(name);
      fields += places.size();
      if (places.size() > MAX_INSTANCES) return broken(MAX_INSTANCES, "too many ARC sets", false);
      var of = places.stream().map(place -> part(header, name, place)).toList();
      for (var part : of) highest = Math.max(highest, part.instance);
      parts.add(of);
    }
    if (fields == 0) return new ArcChain(List.of(), 0, null, false);
    var newest = only(parts.getLast(), highest);
    var tags = newest == null ? null : newest.tags;
    boolean failed = tags != null && "fail".equals(validation(tags));
    if (failed) return broken(highest, "sealed as failed before", true);
    var sets = new ArrayList<Link>();
    for (int instance = 1; instance <= highest; instance++) {
      var link = link(parts, instance);
      if (link == null) return broken(highest, "an ARC set is incomplete or malformed", false);
      var expected = instance == 1 ? "none" : "pass";
      if (!expected.equals(validation(link.seal)))
        return broken(highest, "an ARC-Seal has the wrong cv=", false);
      sets.add(link);
    }
    boolean isWhole = fields == NAMES.size() * highest;
    return isWhole
        ? new ArcChain(sets, highest, null, false)
        : broken(highest, "an ARC field belongs to no set", false);
  }

  private static ArcChain broken(int highest, String problem, boolean failed) {
    return new ArcChain(List.of(), highest, problem, failed);
  }

  private static @Nullable String validation(TagList seal) {
    var value = seal.value("cv");
    return value == null ? null : value.toLowerCase(Locale.ROOT);
  }

  private static @Nullable Link link(List<List<Part>> parts, int instance) {
    var results = only(parts.get(0), instance);
    var message = only(parts.get(1), instance);
    var seal = only(parts.get(2), instance);
    if (results == null || message == null || seal == null) return null;
    if (message.tags == null || seal.tags == null) return null;
    return new Link(
        results.place, message.place, seal.place, results.rest, message.tags, seal.tags);
  }

  private static @Nullable Part only(List<Part> parts, int instance) {
    var of = parts.stream().filter(it -> it.instance == instance).toList();
    return of.size() == 1 ? of.getFirst() : null;
  }

  /// The instance of a part that cannot be read is 0.
  private static Part part(SignableHeader header, String name, int place) {
    var value = header.value(place);
    if (name.equals(NAMES.getFirst())) {
      int end = value.indexOf(';');
      var tags = end < 0 ? null : TagList.parse(value.substring(0, end));
      var rest = end < 0 ? "" : value.substring(end + 1);
      return new Part(place, instance(tags), rest, null);
    }
    var tags = TagList.parse(value);
    return new Part(place, instance(tags), "", tags);
  }

  private static int instance(@Nullable TagList tags) {
    var text = tags == null ? null : tags.value("i");
    int instance = text == null ? -1 : Digits.number(text, 2);
    return instance < 1 || instance > MAX_INSTANCES ? 0 : instance;
  }
}
