package org.posthorn.platform.storage;

import java.util.ArrayList;
import java.util.List;

/// The tables that the rooms above keep, in the order in which they are made: in the directory's
/// database and in the one of each partition. Storage adds its own for blobs.
public record Schemas(List<Migrations> directory, List<Migrations> partition) {

  /// Storage's own tables in each partition: blobs and packs.
  private static final Migrations BLOBS = Migrations.of("storage", "blobs");

  public Schemas {
    directory = List.copyOf(directory);
    partition = List.copyOf(partition);
  }

  List<Migrations> partitionWithBlobs() {
    var all = new ArrayList<Migrations>(partition.size() + 1);
    all.add(BLOBS);
    all.addAll(partition);
    return all;
  }
}
