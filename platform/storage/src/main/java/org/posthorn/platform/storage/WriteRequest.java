package org.posthorn.platform.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One caller's write on its way through the writer. The writer's thread owns every field until it
/// calls [#succeed] or [#fail]; then the caller's does.
final class WriteRequest<T extends @Nullable Object> {

  private final Work<T> work;
  private final List<EncodedBlob> blobs;
  private final @Nullable Place[] places;
  private final boolean[] used;
  private final Thread caller = Thread.currentThread();
  private @Nullable T result;
  private @Nullable Throwable failure;
  private volatile boolean done;

  /// Whether it may share a transaction.
  enum Company {
    ANY,
    NONE
  }

  private final Company company;

  WriteRequest(List<PreparedBlob> blobs, Work<T> work, Company company) {
    this.company = company;
    this.work = work;
    this.blobs = blobs.stream().map(blob -> (EncodedBlob) blob).toList();
    this.places = new Place[blobs.size()];
    this.used = new boolean[blobs.size()];
  }

  void run(Transaction transaction) throws java.sql.SQLException {
    Arrays.fill(used, false);
    result = work.run(transaction);
  }

  boolean isAlone() {
    return company == Company.NONE;
  }

  List<EncodedBlob> blobs() {
    return blobs;
  }

  boolean isPlaced() {
    return blobs.isEmpty() || places[0] != null;
  }

  void place(int index, @Nullable Place place) {
    places[index] = place;
  }

  /// Forgets where its blobs were put, because they may not be there.
  void unplace() {
    Arrays.fill(places, null);
  }

  int indexOf(PreparedBlob blob) {
    for (var i = 0; i < blobs.size(); i++) if (blobs.get(i).equals(blob)) return i;
    throw new IllegalArgumentException("the blob was not given to this write");
  }

  Place placeOf(int index) {
    var place = places[index];
    if (place == null) throw new IllegalStateException("blob is not in a pack yet");
    return place;
  }

  List<Place> placed() {
    var placed = new ArrayList<Place>();
    for (var place : places) if (place != null) placed.add(place);
    return placed;
  }

  void use(int index) {
    used[index] = true;
  }

  boolean isUsed(int index) {
    return used[index];
  }

  void succeed() {
    done = true;
    LockSupport.unpark(caller);
  }

  void fail(Throwable cause) {
    failure = cause;
    succeed();
  }

  boolean isDone() {
    return done;
  }

  /// Waits on the caller's thread, whatever interrupts it: the write happens or not all the same,
  /// and only its end says which. The interrupt is passed on afterwards.
  @SuppressWarnings("NullAway") // the result is null only where T allows it
  T await() {
    var interrupted = false;
    while (!done) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) Thread.currentThread().interrupt();
    if (failure instanceof RuntimeException e) throw e;
    if (failure instanceof Error e) throw e;
    if (failure != null) throw new StorageException("write failed: " + failure, failure);
    return result;
  }
}
