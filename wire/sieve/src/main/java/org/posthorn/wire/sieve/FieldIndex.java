package org.posthorn.wire.sieve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `:index` and `:last` (RFC 5260 §6).
///
/// @param number from 1
record FieldIndex(long number, boolean last) {

  /// Null when there is none.
  static @Nullable FieldIndex of(Arguments arguments, Extension... needed) throws CheckFailed {
    var number = arguments.numberTag("index", needed);
    boolean last = arguments.flag("last", needed);
    if (last && number == null) throw arguments.fail(":last is only allowed together with :index");
    if (number == null) return null;
    if (number == 0) throw arguments.fail(":index counts from 1");
    return new FieldIndex(number, last);
  }

  /// The one that is meant, or none.
  static <T> List<T> pick(@Nullable FieldIndex index, List<T> all) {
    if (index == null) return all;
    if (index.number > all.size()) return List.of();
    int at = (int) (index.last ? all.size() - index.number : index.number - 1);
    return List.of(all.get(at));
  }
}
