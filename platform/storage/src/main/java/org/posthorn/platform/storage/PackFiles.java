package org.posthorn.platform.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// How pack files are opened for writing: the seam where tests put a disk that is full or failing.
@FunctionalInterface
interface PackFiles {

  FileChannel open(Path file) throws IOException;

  PackFiles ON_DISK =
      file -> FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
}
