package org.posthorn.domain.fragment;

/// Who has brought a message, as far as is known: an account, a domain that was proven, or else a
/// client's address. Parts are joined only when the same one has brought them all, so that nobody
/// slips a part into a message of somebody else.
///
/// @param name as an administrator would call it
public record Bearer(String name, Standing standing) {

  /// What becomes of what he brings.
  public enum Standing {
    /// A user or a machine of the house: we sign what he sends.
    OURS,
    STRANGER
  }

  /// Characters: more than any address has.
  static final int MAX_NAME = 500;

  public Bearer {
    if (!name.matches("[^\\p{Cntrl}]{1,%d}".formatted(MAX_NAME)))
      throw new IllegalArgumentException("not the name of a bearer");
  }
}
