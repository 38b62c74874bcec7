package org.posthorn.app;

import java.io.PrintWriter;
import java.io.StringWriter;

/// One command line, run in this process.
record Run(int exit, String out, String err) {
  static Run of(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit = PosthornCommand.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Run(exit, out.toString(), err.toString());
  }
}
