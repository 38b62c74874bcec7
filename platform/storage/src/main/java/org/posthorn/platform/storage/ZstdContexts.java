package org.posthorn.platform.storage;

import com.github.luben.zstd.ZstdCompressCtx;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToIntFunction;

/// Compression contexts that are used again: making one costs as much as compressing a small
/// message. As many are kept as were ever in use at once, which the number of carrier threads
/// bounds. Any thread may call.
final class Compressors {

  private static final int LEVEL = 1;

  private final ConcurrentLinkedQueue<ZstdCompressCtx> idle = new ConcurrentLinkedQueue<>();

  int use(ToIntFunction<ZstdCompressCtx> compression) {
    var context = idle.poll();
    if (context == null) context = new ZstdCompressCtx().setLevel(LEVEL);
    try {
      return compression.applyAsInt(context);
    } finally {
      idle.add(context);
    }
  }
}
