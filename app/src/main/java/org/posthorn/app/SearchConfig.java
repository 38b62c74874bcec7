package org.posthorn.app;

import org.posthorn.domain.search.IndexLimits;

/// The table `[search]` of [Config]: the full-text index.
record SearchConfig(
    @Doc(
            value =
                """
                How large the index of one account's mail may become. It takes about a quarter of the \
                text that it is made of. Mail that comes when it is full is found all the same, but not \
                as fast.\
                """,
            or = "\"4 GiB\"")
        ByteSize accountSize) {

  IndexLimits limits() {
    return IndexLimits.DEFAULTS.withAccountOctets(accountSize.bytes());
  }
}
