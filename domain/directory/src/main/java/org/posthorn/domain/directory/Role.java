package org.posthorn.domain.directory;

/// What an account may do beyond using its own mail.
public enum Role {
  /// May change everything in the directory.
  ADMIN
}
