import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/// Takes the signatures out of the jars of a distribution. `Unsign.java FOLDER`.
///
/// Java checks a signed jar whenever the program starts (a tenth of a second for Bouncy Castle
/// alone) and keeps none of its classes in an AOT cache. The jars come from Maven Central over TLS
/// with checksums, and OpenJDK does not ask providers to be signed.
class Unsign {
  static void main(String[] args) throws IOException {
    try (var jars = Files.newDirectoryStream(Path.of(args[0]), "*.jar")) {
      for (var jar : jars) if (isSigned(jar)) unsign(jar);
    }
  }

  static boolean isSigned(Path jar) throws IOException {
    try (var in = new java.util.zip.ZipFile(jar.toFile())) {
      return in.stream().anyMatch(Unsign::isSignature);
    }
  }

  static boolean isSignature(ZipEntry entry) {
    return entry.getName().matches("META-INF/[^/]+\\.(SF|DSA|RSA|EC)");
  }

  static void unsign(Path jar) throws IOException {
    var time = Files.getLastModifiedTime(jar);
    var plain = jar.resolveSibling(jar.getFileName() + ".new");
    // The checks are of no interest here: what does not fit its digest would fail to be read.
    try (var in = new JarInputStream(Files.newInputStream(jar), false);
        var out = new JarOutputStream(Files.newOutputStream(plain), withoutDigests(in, jar))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (isSignature(entry)) continue;
        var copy = new ZipEntry(entry.getName());
        copy.setLastModifiedTime(FileTime.fromMillis(entry.getTime()));
        out.putNextEntry(copy);
        in.transferTo(out);
        out.closeEntry();
      }
    }
    Files.setLastModifiedTime(plain, time);
    Files.move(plain, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /// The manifest has a digest for every entry.
  static Manifest withoutDigests(JarInputStream in, Path jar) throws IOException {
    var found = in.getManifest();
    if (found == null) throw new IOException(jar + " does not begin with its manifest");
    var manifest = new Manifest();
    manifest.getMainAttributes().putAll(found.getMainAttributes());
    return manifest;
  }
}
