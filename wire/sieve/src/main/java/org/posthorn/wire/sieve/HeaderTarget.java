package org.posthorn.wire.sieve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.wire.mail.HeaderFields;

/// Whose header fields a test looks at: `:mime` and `:anychild` (RFC 5703 §4).
record HeaderTarget(boolean mime, boolean anyChild) {

  static HeaderTarget of(Arguments arguments) throws CheckFailed {
    boolean mime = arguments.flag("mime", Extension.MIME);
    boolean anyChild = arguments.flag("anychild", Extension.MIME);
    if (anyChild && !mime) throw arguments.fail(":anychild is only allowed together with :mime");
    return new HeaderTarget(mime, anyChild);
  }

  /// The headers of the parts that are looked at, one for each.
  List<HeaderFields> headers(Execution execution) throws IOException {
    if (!mime) return List.of(execution.view().headers());
    var view = execution.currentView();
    if (!anyChild) return List.of(view.headers());
    var headers = new ArrayList<HeaderFields>();
    for (var part : view.all()) {
      execution.work().spend(part.header().length());
      headers.add(view.headers(part));
    }
    return headers;
  }
}
