package org.posthorn.app;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.filters.SiteScripts;

/// The table `[filters]` of [Config]: the administrator's Sieve scripts.
record FiltersConfig(
    @Doc(
            value =
                """
                Sieve scripts that run for everybody before his own, in this order. The next one runs \
                when a message is where it was: what a script files, rejects or discards is done with. \
                `posthorn reload` reads them again.\
                """,
            or = "[]",
            example = "[\"/etc/posthorn/sieve/before.sieve\"]")
        List<Path> before,
    @Doc(value = "The same after his own.", or = "[]") List<Path> after,
    @Doc(
            value = "A folder of NAME.sieve that everybody may include (include :global \"NAME\").",
            example = "\"/etc/posthorn/sieve/global\"")
        @Nullable Path global) {

  /// Each costs time with every message.
  private static final int MAX_SCRIPTS = 20;

  FiltersConfig {
    before = List.copyOf(before);
    after = List.copyOf(after);
    if (before.size() > MAX_SCRIPTS)
      throw new IllegalArgumentException("before: at most " + MAX_SCRIPTS + " scripts");
    if (after.size() > MAX_SCRIPTS)
      throw new IllegalArgumentException("after: at most " + MAX_SCRIPTS + " scripts");
  }

  SiteScripts.Sources sources() {
    return new SiteScripts.Sources(before, after, global);
  }
}
