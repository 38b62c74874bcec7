package org.posthorn.servers.managesieve;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.platform.net.Connection;
import org.posthorn.wire.sasl.ChannelBinding;
import org.posthorn.wire.sasl.Octets;

/// The names of a connection's TLS channel that SCRAM's -PLUS mechanisms bind to (RFC 9266).
final class ChannelBindings {

  private ChannelBindings() {}

  /// None without TLS.
  static List<ChannelBinding> of(Connection connection) {
    var tls = connection.tls();
    if (tls == null) return List.of();
    var bindings = new ArrayList<ChannelBinding>();
    var exporter = tls.exporterBinding();
    if (exporter != null)
      bindings.add(new ChannelBinding(ChannelBinding.Type.TLS_EXPORTER, Octets.of(exporter)));
    var endPoint = tls.serverEndPointBinding();
    if (endPoint != null)
      bindings.add(
          new ChannelBinding(ChannelBinding.Type.TLS_SERVER_END_POINT, Octets.of(endPoint)));
    return bindings;
  }
}
