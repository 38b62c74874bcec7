package org.posthorn.platform.storage;

/// Names a partition: 1 to 9999. Its folder or schema is `p0001`.
public record PartitionId(int value) {

  public PartitionId {
    if (value < 1 || value > 9999) throw new IllegalArgumentException("partition " + value);
  }

  @Override
  public String toString() {
    return "p%04d".formatted(value);
  }
}
