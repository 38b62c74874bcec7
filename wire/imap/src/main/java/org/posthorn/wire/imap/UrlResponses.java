package org.posthorn.wire.imap;

import java.util.List;

/// The responses of URLAUTH (RFC 4467 §8).
public final class UrlResponses {
  private UrlResponses() {}

  /// `"GENURLAUTH" 1*(SP url-full)`
  public static void generated(ResponseWriter out, List<String> urls) {
    out.raw("* GENURLAUTH");
    for (var url : urls) {
      out.space();
      out.string(url);
    }
    out.crlf();
  }

  /// The beginning of `"URLFETCH" SP url-full SP nstring`; its data and [#end] follow.
  public static void begin(ResponseWriter out, String url) {
    out.raw("* URLFETCH ");
    out.string(url);
    out.space();
  }

  /// `NIL` for data: the URL is not valid, whatever the reason.
  public static void nil(ResponseWriter out) {
    out.nil();
  }

  /// That many octets of data, which whoever calls writes next.
  public static void literal(ResponseWriter out, long octets) {
    out.literalMarker(octets);
  }

  public static void end(ResponseWriter out) {
    out.crlf();
  }
}
