package org.posthorn.domain.fragment;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.PartialMessage;

/// A part that has come.
public record NewFragment(FragmentKey key, PartialMessage part, Letter letter, Octets octets) {

  /// What it is made of.
  ///
  /// @param blob given to the same write
  /// @param returnPath octets of that field, the first
  /// @param bodyHash of what is behind the header, in hex: it knows a part that comes again, whose
  ///   trace fields are others
  public record Octets(PreparedBlob blob, int returnPath, String bodyHash) {

    /// Reads a part.
    ///
    /// @param part stays open until it is kept
    /// @param header of the part
    public static Octets of(Spool part, int returnPath, HeaderFields header) throws IOException {
      var sha = Digests.sha256();
      try (var in = part.open();
          var out = new DigestOutputStream(OutputStream.nullOutputStream(), sha)) {
        in.skipNBytes(header.bytes().length);
        in.transferTo(out);
      }
      return new Octets(PreparedBlob.of(part), returnPath, HexFormat.of().formatHex(sha.digest()));
    }
  }
}
