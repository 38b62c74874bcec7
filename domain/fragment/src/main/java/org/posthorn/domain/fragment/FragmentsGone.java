package org.posthorn.domain.fragment;

/// Parts that were to be delivered are not there any more: another thread or node has delivered
/// them.
public final class FragmentsGone extends RuntimeException {
  FragmentsGone() {
    super("parts that waited are gone");
  }
}
