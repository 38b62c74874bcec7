package org.posthorn.app;

import org.posthorn.domain.search.IndexLimits;
import org.posthorn.domain.search.IndexLimits.Attached;

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
        ByteSize accountSize,
    @Doc(
            value =
                """
                Get the text out of attachments (PDF, Office Open XML, OpenDocument), so that searches \
                that rank find it. A process with little memory does it, since attachments come from \
                strangers.\
                """,
            or = "true")
        boolean attachments) {

  IndexLimits limits() {
    return IndexLimits.DEFAULTS
        .withAccountOctets(accountSize.bytes())
        .withAttachments(attachments ? Attached.READ : Attached.PASSED_OVER);
  }
}
