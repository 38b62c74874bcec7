package org.posthorn.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/// Any part of any blob reads as it was written.
class BlobAccessTest {

  private static final Path FOLDER = folder();
  private static final byte[] LARGE = StorageContract.bytes(1, 1_300_000);
  private static final Storage STORAGE =
      TestStorage.open(Dialect.SQLITE, FOLDER, new Schemas(List.of(), List.of()));
  private static final Partition MAIL = STORAGE.partition(new PartitionId(1));
  private final BlobId large = keep(LARGE);

  private static Path folder() {
    try {
      return Files.createTempDirectory("blobs");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @AfterContainer
  static void close() throws IOException {
    STORAGE.close();
    try (var files = Files.walk(FOLDER)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }

  private static BlobId keep(byte[] content) {
    var blob = PreparedBlob.of(content);
    return MAIL.write(List.of(blob), tx -> tx.keep(1, blob));
  }

  @Property
  void a_part_is_equal_to_that_part_of_the_original(
      @ForAll @IntRange(max = 1_300_100) int offset, @ForAll @IntRange(max = 600_000) int length)
      throws IOException {
    var from = Math.min(offset, LARGE.length);
    var expected = Arrays.copyOfRange(LARGE, from, Math.min(LARGE.length, from + length));
    assertThat(MAIL.bytes(large, offset, length)).isEqualTo(expected);
    try (var in = MAIL.open(large, offset)) {
      assertThat(in.readNBytes(length)).isEqualTo(expected);
    }
  }

  @Property(tries = 60)
  void any_content_comes_back(@ForAll byte[] content) {
    assertThat(MAIL.bytes(keep(content), 0, content.length + 1)).isEqualTo(content);
  }

  @Property(tries = 30)
  void any_length_around_the_frames_comes_back(
      @ForAll @IntRange(min = -2, max = 2) int delta,
      @ForAll @IntRange(min = 1, max = 3) int frames)
      throws IOException {
    var content = StorageContract.bytes(delta, frames * RecordHeader.FRAME_SIZE + delta);
    try (var in = MAIL.open(keep(content), 0)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }
}
