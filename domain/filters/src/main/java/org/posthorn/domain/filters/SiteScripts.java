package org.posthorn.domain.filters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.sieve.Compilation;
import org.posthorn.wire.sieve.CompileSettings;
import org.posthorn.wire.sieve.Extension;
import org.posthorn.wire.sieve.Script;
import org.posthorn.wire.sieve.ScriptLibrary;
import org.posthorn.wire.sieve.ScriptName;
import org.posthorn.wire.sieve.SieveCompiler;
import org.posthorn.wire.sieve.SieveLimits;

/// The administrator's scripts: those that run before and after everybody's own, compiled, and the
/// folder of those that others may include. Immutable; read anew as a whole.
public final class SiteScripts {

  /// What scripts may use here: everything.
  public static final Set<Extension> EXTENSIONS = Extension.ALL;

  /// The schemes of the lists that scripts may ask (RFC 6134 §2.8).
  public static final List<String> LIST_SCHEMES = List.of("tag", "urn");

  public static final SiteScripts NONE = new SiteScripts(List.of(), List.of(), null, 0);

  private final List<Script> before;
  private final List<Script> after;
  private final @Nullable Path folder;
  private final long version;

  private SiteScripts(
      List<Script> before, List<Script> after, @Nullable Path folder, long version) {
    this.before = List.copyOf(before);
    this.after = List.copyOf(after);
    this.folder = folder;
    this.version = version;
  }

  /// Which files.
  ///
  /// @param folder of `NAME.sieve` for `include :global`; null for none
  public record Sources(List<Path> before, List<Path> after, @Nullable Path folder) {
    public Sources {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /// An administrator's script cannot be read or is wrong; says which, where, and why.
  public static final class FaultyScriptException extends Exception {
    private static final long serialVersionUID = 1;

    FaultyScriptException(String message) {
      super(message);
    }
  }

  /// Reads and compiles all of them.
  ///
  /// @param version differs from that of those before
  public static SiteScripts read(Sources files, long version) throws FaultyScriptException {
    var library = new SiteScripts(List.of(), List.of(), files.folder, version);
    var settings = library.settings(_ -> null);
    return new SiteScripts(
        compiled(files.before, settings), compiled(files.after, settings), files.folder, version);
  }

  private static List<Script> compiled(List<Path> files, CompileSettings settings)
      throws FaultyScriptException {
    var scripts = new ArrayList<Script>();
    for (var file : files) {
      var name = file.getFileName().toString();
      if (!ScriptName.isValid(name))
        throw new FaultyScriptException("%s cannot be the name of a script.".formatted(file));
      switch (SieveCompiler.compile(ScriptName.global(name), text(file), settings)) {
        case Compilation.Compiled(var script, var _) -> scripts.add(script);
        case Compilation.Refused refused ->
            throw new FaultyScriptException(
                "The script %s cannot be run:%n%s".formatted(file, refused.text()));
      }
    }
    return scripts;
  }

  private static byte[] text(Path file) throws FaultyScriptException {
    try {
      return octets(file);
    } catch (IOException e) {
      throw new FaultyScriptException(
          "The script %s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  /// One octet more than may be, so that the compiler sees that there are too many.
  private static byte[] octets(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(SieveLimits.MAX_SCRIPT_OCTETS + 1);
    }
  }

  /// How an account's scripts are compiled.
  ///
  /// @param personal gives the text of one of the account's scripts, null when there is none
  CompileSettings settings(Function<String, byte @Nullable []> personal) {
    ScriptLibrary library =
        name ->
            switch (name.location()) {
              case PERSONAL -> personal.apply(name.name());
              case GLOBAL -> global(name.name());
            };
    return new CompileSettings(EXTENSIONS, library, SieveLimits.ORDINARY);
  }

  /// [ScriptName] lets no name through that leads out of the folder.
  private byte @Nullable [] global(String name) {
    if (folder == null) return null;
    var file = folder.resolve(name.endsWith(".sieve") ? name : name + ".sieve");
    try {
      return Files.isRegularFile(file) ? octets(file) : null;
    } catch (IOException _) {
      return null;
    }
  }

  List<Script> before() {
    return before;
  }

  List<Script> after() {
    return after;
  }

  long version() {
    return version;
  }

  boolean isEmpty() {
    return before.isEmpty() && after.isEmpty();
  }
}
