package org.posthorn.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Documents one key or section of the configuration file, and holds its default: `config describe`
/// prints it, and the reader binds by it, so the two cannot differ.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Doc {
  /// What it is for, in whole sentences.
  String value();

  /// The default as TOML. Without one the key may be absent (its component is `@Nullable`), unless
  /// it is [#required].
  String or() default "";

  /// What `config describe` shows where there is no default: as TOML, commented out.
  String example() default "";

  boolean required() default false;

  /// Names that the key had in earlier versions; an error tells whoever still uses one.
  String[] formerly() default {};
}
