package org.posthorn.platform.acme;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A certificate could not be had. The message says why and what to do.
public final class AcmeFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final transient @Nullable Instant notBefore;

  AcmeFailure(String message, @Nullable Instant notBefore, @Nullable Throwable cause) {
    super(message, cause);
    this.notBefore = notBefore;
  }

  AcmeFailure(String message) {
    this(message, null, null);
  }

  /// Before this the server does not want to hear from us; null where it does not say.
  public @Nullable Instant notBefore() {
    return notBefore;
  }
}
