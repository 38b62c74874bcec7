package org.posthorn.app;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the admin socket of a data folder is: `DATA/admin.sock`.
///
/// A socket's path has at most some hundred octets. A data folder with a longer name is reached
/// through a link with a short one, which is needed only for the moment of binding or connecting.
final class AdminSocketPath implements AutoCloseable {
  private static final int MAX_OCTETS = 100;

  private final Path link;
  private final UnixDomainSocketAddress address;
  private final boolean isLinked;

  private AdminSocketPath(Path link, UnixDomainSocketAddress address, boolean isLinked) {
    this.link = link;
    this.address = address;
    this.isLinked = isLinked;
  }

  static Path in(Path data) {
    return data.resolve("admin.sock");
  }

  static AdminSocketPath of(Path data) throws IOException {
    var path = in(data.toAbsolutePath());
    if (path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_OCTETS)
      return new AdminSocketPath(path, UnixDomainSocketAddress.of(path), false);
    // A fresh folder that only we may enter, so that nobody can put another link in its place.
    var link = Files.createTempDirectory("posthorn").resolve("data");
    Files.createSymbolicLink(link, data.toRealPath());
    return new AdminSocketPath(link, UnixDomainSocketAddress.of(in(link)), true);
  }

  UnixDomainSocketAddress address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    if (!isLinked) return;
    Files.deleteIfExists(link);
    var folder = link.getParent();
    if (folder != null) Files.deleteIfExists(folder);
  }
}
