package org.posthorn.platform.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The data folder: its layout, its version, and the lock that makes this process its only owner.
///
/// ```
/// DATA/lock                        held while open; holds the process id
/// DATA/format                      version of this layout
/// DATA/directory.db                (SQLite)
/// DATA/partitions/p0001/mail.db    (SQLite)
/// DATA/partitions/p0001/packs/000001.pack
/// DATA/tmp/                        spools; emptied when opened
/// ```
final class DataFolder implements AutoCloseable {

  static final String FORMAT = "posthorn data folder, format 1\n";

  private final Path root;
  private final FileChannel lockFile;

  private DataFolder(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  static DataFolder open(Path root) {
    try {
      make(root);
      var folder = new DataFolder(root.toRealPath(), lock(root));
      try {
        folder.checkFormat();
        make(folder.partitions());
        make(folder.tmp());
        folder.emptyTmp();
        sync(root);
        return folder;
      } catch (IOException | RuntimeException e) {
        folder.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StorageException(
          "Cannot use the data folder %s: %s. Check that it exists on a local disk and that this user may write to it."
              .formatted(root, e),
          e);
    }
  }

  /// Mail is readable by its owner only.
  static void make(Path folder) throws IOException {
    if (Files.isDirectory(folder)) return;
    var posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix)
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    else Files.createDirectories(folder);
    var parent = folder.toAbsolutePath().getParent();
    if (parent != null) sync(parent);
  }

  /// Makes the names in a folder durable.
  static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static FileChannel lock(Path root) throws IOException {
    var file = root.resolve("lock");
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) == null) throw inUse(root, channel);
      var pid = ProcessHandle.current().pid() + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null; // held by this very process
    }
  }

  private static StorageException inUse(Path root, FileChannel channel) throws IOException {
    var text = ByteBuffer.allocate(32);
    channel.read(text, 0);
    var pid = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
    return new StorageException(
        "The data folder %s is in use by process %s. Stop that one first, or give this one another folder."
            .formatted(root, pid.isEmpty() ? "(starting)" : pid));
  }

  private void checkFormat() throws IOException {
    var file = root.resolve("format");
    if (!Files.exists(file)) {
      if (Files.exists(directoryFile()))
        throw new StorageException(
            "%s holds data but no file \"format\". Restore the folder as a whole.".formatted(root));
      Files.writeString(file, FORMAT);
      return;
    }
    var found = Files.readString(file);
    if (!found.equals(FORMAT))
      throw new StorageException(
          "%s has another format (\"%s\") than this program knows (\"%s\"). Use the program that made it, or a newer one."
              .formatted(root, found.strip(), FORMAT.strip()));
  }

  private void emptyTmp() throws IOException {
    try (var files = Files.list(tmp())) {
      for (var file : (Iterable<Path>) files::iterator) Files.deleteIfExists(file);
    }
  }

  Path directoryFile() {
    return root.resolve("directory.db");
  }

  Path partitions() {
    return root.resolve("partitions");
  }

  Path partition(PartitionId id) {
    return partitions().resolve(id.toString());
  }

  Path tmp() {
    return root.resolve("tmp");
  }

  List<PartitionId> list() throws IOException {
    try (var folders = Files.list(partitions())) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.matches("p[0-9]{4}"))
          .map(name -> new PartitionId(Integer.parseInt(name.substring(1))))
          .sorted(java.util.Comparator.comparingInt(PartitionId::value))
          .toList();
    }
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new StorageException("Cannot release the lock of " + root, e);
    }
  }
}
