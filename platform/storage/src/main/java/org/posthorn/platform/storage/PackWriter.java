package org.posthorn.platform.storage;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Appends to the newest pack of one partition. Owned by the partition's writer thread.
///
/// After a failed append the half-written octets are cut off. After a failed sync nobody can know
/// what is on the disk, and a later sync that succeeds would prove nothing about it: the pack is
/// never appended to again, and what was not synced is written once more to a new one.
final class PackWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PackWriter.class);
  private static final int BUFFER_BYTES = 1 << 20;

  private final Path folder;
  private final long packBytes;
  private final Durability durability;
  private final PackFiles files;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  /// What the next commit has to tell table `pack`.
  private final Map<Integer, Change> changes = new HashMap<>();

  private final Set<Integer> doubtful = new HashSet<>();
  private @Nullable FileChannel channel;
  private int pack;
  private long length;

  /// @param bytes length of the pack that transactions know; absolute
  /// @param dead octets that became garbage since the last commit
  record Change(long bytes, long dead) {}

  PackWriter(Path folder, long packBytes, Durability durability, PackFiles files) {
    this.folder = folder;
    this.packBytes = packBytes;
    this.durability = durability;
    this.files = files;
  }

  /// Continues with the last pack of `known` (pack to committed length) if it has room.
  void start(Map<Integer, Long> known) throws IOException {
    pack = known.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    var newest = PackReader.list(folder).stream().mapToInt(Integer::intValue).max().orElse(0);
    var committed = known.get(pack);
    var file = PackChannels.file(folder, pack);
    if (committed == null || newest > pack || !Files.exists(file)) {
      pack = Math.max(pack, newest);
      return;
    }
    var size = Files.size(file);
    if (size < committed) {
      LOG.error("{} has {} octets, {} were written: it was cut off", file, size, committed);
      return;
    }
    if (committed >= packBytes) return;
    channel = files.open(file);
    length = size > committed ? dropTornTail(file, committed, size) : committed;
    open().position(length);
  }

  /// A kill between append and commit leaves records that no row names, and perhaps a part of one.
  /// The whole ones stay as garbage.
  private long dropTornTail(Path file, long committed, long size) throws IOException {
    long intact = committed;
    try (var reader = PackReader.open(file)) {
      for (var entry = reader.at(intact); entry != null; entry = reader.at(intact))
        intact = entry.end();
    }
    LOG.info(
        "{}: {} octets were never committed, {} of a torn record",
        file,
        size - committed,
        size - intact);
    if (intact < size) truncate(intact);
    changes.put(pack, new Change(intact, intact - committed));
    return intact;
  }

  int pack() {
    return pack;
  }

  /// Whether records may come to a pack, or rows of which nothing is known.
  boolean mayNeed(int number) {
    return number >= pack || doubtful.contains(number);
  }

  /// Nobody knows whether the transaction that names these was committed, and it may still be.
  void doubt(List<Place> places) {
    for (var place : places) doubtful.add(place.pack());
  }

  /// Appends all, in order, without syncing. If it fails, none is there.
  List<Place> append(List<EncodedBlob> blobs) throws IOException {
    var places = new ArrayList<Place>(blobs.size());
    buffer.clear();
    try {
      for (var blob : blobs) places.add(append(blob));
      flush();
    } catch (IOException | RuntimeException e) {
      undo(places);
      throw e;
    }
    for (var place : places) merge(changes, place, 0);
    return places;
  }

  private Place append(EncodedBlob blob) throws IOException {
    if (channel == null || (length > PackReader.HEADER && length + blob.length() > packBytes))
      roll();
    var place = new Place(pack, length, blob.length());
    put(blob.head());
    if (blob.rest() != null) transfer(blob, blob.rest());
    length = place.position() + place.length();
    return place;
  }

  private void put(byte[] bytes) throws IOException {
    for (var at = 0; at < bytes.length; ) {
      if (!buffer.hasRemaining()) flush();
      var n = Math.min(buffer.remaining(), bytes.length - at);
      buffer.put(bytes, at, n);
      at += n;
    }
  }

  private void transfer(EncodedBlob blob, EncodedBlob.Rest rest) throws IOException {
    flush();
    var expected = blob.length() - blob.head().length;
    try (var in = new FileInputStream(rest.file().toFile()).getChannel()) {
      for (var at = 0L; at < expected; ) {
        var n = in.transferTo(rest.start() + at, expected - at, open());
        if (n <= 0) throw new IOException("the spooled blob was cut off at " + at);
        at += n;
      }
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) open().write(buffer);
    buffer.clear();
  }

  private FileChannel open() {
    if (channel == null) throw new IllegalStateException("no pack is open");
    return channel;
  }

  private void roll() throws IOException {
    if (channel != null) {
      flush();
      sync();
      seal();
    }
    var next = pack + 1;
    var file = PackChannels.file(folder, next);
    var fresh = files.open(file);
    pack = next;
    channel = fresh;
    length = 0;
    buffer.put(PackReader.header(next));
    length = PackReader.HEADER;
    if (durability == Durability.SYNCED) DataFolder.sync(folder);
  }

  /// Makes everything appended durable. A failure ends this pack: see the class.
  void sync() throws IOException {
    if (channel == null || durability == Durability.UNSYNCED) return;
    try {
      channel.force(false);
    } catch (IOException e) {
      LOG.error("{}: sync failed, going on in a new pack", PackChannels.file(folder, pack), e);
      seal();
      throw e;
    }
  }

  /// Nothing is appended to the present pack any more.
  private void seal() {
    try {
      if (channel != null) channel.close();
    } catch (IOException e) {
      LOG.warn("closing pack {} failed: {}", pack, e.getMessage());
    }
    channel = null;
  }

  private void undo(List<Place> places) {
    buffer.clear();
    var first = places.isEmpty() ? null : places.getFirst();
    // what went into a pack before it was full stays there as garbage
    for (var place : places) if (place.pack() != pack) merge(changes, place, place.length());
    if (channel == null) return;
    var start = length;
    for (var place : places) if (place.pack() == pack) start = Math.min(start, place.position());
    if (first != null && first.pack() != pack) start = PackReader.HEADER;
    try {
      if (Files.size(PackChannels.file(folder, pack)) < start) {
        seal(); // not even its header could be written
        return;
      }
      truncate(start);
      length = start;
    } catch (IOException e) {
      LOG.warn("pack {}: cutting off a failed append failed, going on in a new pack", pack, e);
      seal();
    }
  }

  private void truncate(long at) throws IOException {
    open().truncate(at);
    open().position(at);
  }

  private static void merge(Map<Integer, Change> changes, Place place, long dead) {
    changes.merge(
        place.pack(),
        new Change(place.position() + place.length(), dead),
        (a, b) -> new Change(Math.max(a.bytes, b.bytes), a.dead + b.dead));
  }

  /// A record that was appended turned out not to be needed.
  void unneeded(Place place) {
    merge(changes, place, place.length());
  }

  /// What the next commit has to say if it leaves these records without a name.
  Map<Integer, Change> changesWith(List<Place> unneeded) {
    if (unneeded.isEmpty()) return changes;
    var all = new HashMap<>(changes);
    for (var place : unneeded) merge(all, place, place.length());
    return all;
  }

  /// The changes are in the database.
  void committed() {
    changes.clear();
  }

  @Override
  public void close() {
    seal();
  }
}
