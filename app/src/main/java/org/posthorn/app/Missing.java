package org.posthorn.app;

import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds what a record that came from outside lacks: JSON binds what is not there to null, whatever
/// the types say.
final class Missing {
  private Missing() {}

  /// @throws IllegalArgumentException naming a component that is null and must not be
  static void check(Object record) {
    for (var component : record.getClass().getRecordComponents()) {
      switch (value(component, record)) {
        case null -> {
          if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class))
            throw new IllegalArgumentException("\"" + component.getName() + "\" is missing");
        }
        case Record inner -> check(inner);
        case List<?> list -> list.stream().filter(Record.class::isInstance).forEach(Missing::check);
        default -> {}
      }
    }
  }

  private static @Nullable Object value(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
