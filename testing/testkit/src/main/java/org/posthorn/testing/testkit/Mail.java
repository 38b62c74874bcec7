package org.posthorn.testing.testkit;

/// A message with a name, as bytes on the wire: whatever is in it, nothing is repaired.
// Shared by tests, which do not write into it.
@SuppressWarnings("ArrayRecordComponent")
public record Mail(String name, byte[] bytes) {
  @Override
  public String toString() {
    return name;
  }
}
