package org.posthorn.wire.mailauth;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.HeaderFields;

/// Signs messages with one or several keys at once (RFC 6376 §5, RFC 8463).
///
/// ```java
/// var signing = signer.start(header);
/// while (…) signing.body(buffer, 0, count);
/// String fields = signing.finish(); // to be put before the message
/// ```
///
/// The fields that people see are signed once more than they are there, so that nobody can add one;
/// those that every relay adds are left out. The whole body is signed. Immutable.
public final class DkimSigner {

  /// A signature for a domain: which key, and where the other half is published.
  public record Key(DnsName domain, DkimSelector selector, DkimKey secret) {
    public Key {
      if (selector.keyName(domain) == null)
        throw new IllegalArgumentException("the key's name is too long: " + domain);
    }
  }

  /// How signatures are made.
  ///
  /// @param header relaxed survives refolding
  /// @param body relaxed survives white space at the ends of lines
  /// @param validity after this time a signature is no longer good; null for no end
  public record Form(Canonicalization header, Canonicalization body, @Nullable Duration validity) {

    public static final Form RELAXED =
        new Form(Canonicalization.RELAXED, Canonicalization.RELAXED, null);

    public Form {
      if (validity != null && validity.toSeconds() < 1)
        throw new IllegalArgumentException("signatures are good for a second at least");
    }
  }

  /// RFC 6376 §5.4.1, and what decides how the body is shown. Signed once more than they are there.
  static final List<String> OVERSIGNED =
      List.of(
          "From",
          "To",
          "Cc",
          "Reply-To",
          "Subject",
          "Date",
          "Message-ID",
          "In-Reply-To",
          "References",
          "MIME-Version",
          "Content-Type",
          "Content-Transfer-Encoding");

  /// Signed if they are there: mailing lists and forwarders may add their own.
  static final List<String> SIGNED =
      List.of(
          "Sender",
          // RFC 8460 §5.3
          "TLS-Report-Domain",
          "TLS-Report-Submitter",
          "Content-Disposition",
          "Resent-Date",
          "Resent-From",
          "Resent-To",
          "Resent-Cc",
          "List-Id",
          "List-Help",
          "List-Unsubscribe",
          "List-Unsubscribe-Post",
          "List-Subscribe",
          "List-Post",
          "List-Owner",
          "List-Archive",
          "Autocrypt");

  private final List<Key> keys;
  private final Form form;
  private final InstantSource clock;

  public DkimSigner(List<Key> keys, Form form, InstantSource clock) {
    this.keys = List.copyOf(keys);
    this.form = form;
    this.clock = clock;
  }

  /// The header has to be as it will be sent, with its From field.
  public DkimSigning start(HeaderFields header) {
    return new DkimSigning(new SignableHeader(header), keys, form, clock.instant());
  }
}
