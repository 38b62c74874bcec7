package org.posthorn.domain.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Copies a message as files have it, with bare line feeds, to what goes over the wire, with CRLF.
/// Lines that end so already stay as they are.
final class CrlfCopy {
  private static final int CHUNK = 16 * 1024;

  private CrlfCopy() {}

  static void copy(InputStream from, OutputStream to) throws IOException {
    var in = new byte[CHUNK];
    var out = new byte[2 * CHUNK];
    byte last = 0;
    for (int read = from.read(in); read >= 0; read = from.read(in)) {
      int size = 0;
      for (int i = 0; i < read; i++) {
        if (in[i] == '\n' && last != '\r') out[size++] = '\r';
        out[size++] = in[i];
        last = in[i];
      }
      to.write(out, 0, size);
    }
  }
}
