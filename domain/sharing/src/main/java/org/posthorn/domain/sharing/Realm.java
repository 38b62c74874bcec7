package org.posthorn.domain.sharing;

/// Whose mailboxes they are, as RFC 2342 tells namespaces apart.
public enum Realm {
  PERSONAL,
  OTHER_USERS,
  SHARED
}
