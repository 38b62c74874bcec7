package org.posthorn.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyProtocolTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  /// 192.0.2.7:4660 to 198.51.100.1:25.
  private static final String IPV4_ENDS = "c0000207" + "c6336401" + "1234" + "0019";

  private static String tell(byte[] bytes) throws IOException {
    var stream = new ByteArrayInputStream(bytes);
    var header = ProxyProtocol.read(stream);
    var rest = new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
    return switch (header) {
          case ProxyHeader.Proxied(var source, var destination) ->
              ServerSockets.format(source) + " " + ServerSockets.format(destination);
          case ProxyHeader.Local() -> "local";
        }
        + " + "
        + rest;
  }

  private static byte[] text(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] version2(String hex) {
    return HexFormat.of().parseHex(SIGNATURE + hex.replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PROXY TCP4 192.0.2.7 198.51.100.1 4660 25\\r\\nEHLO"
            + "|192.0.2.7:4660 198.51.100.1:25 + EHLO",
        "PROXY TCP4 0.0.0.0 255.255.255.255 0 65535\\r\\n|0.0.0.0:0 255.255.255.255:65535 + ",
        "PROXY TCP6 2001:db8::7 ::1 4660 25\\r\\n|[2001:db8:0:0:0:0:0:7]:4660"
            + " [0:0:0:0:0:0:0:1]:25 + ",
        "PROXY UNKNOWN\\r\\nA|local + A",
        "PROXY UNKNOWN what ever 1 2 3\\r\\n|local + ",
      })
  void version_1_is_understood_to_the_byte(String header, String told) throws IOException {
    assertThat(tell(text(header)).strip()).isEqualTo(told.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PROXY",
        "EHLO mx.example.test\\r\\n",
        "proxy TCP4 192.0.2.7 198.51.100.1 4660 25\\r\\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 4660 25",
        "PROXY TCP4 192.0.2.7 198.51.100.1 4660 25\\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 4660 25 \\r\\n",
        "PROXY  TCP4 192.0.2.7 198.51.100.1 4660 25\\r\\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 4660\\r\\n",
        "PROXY TCP4 192.0.2.256 198.51.100.1 4660 25\\r\\n",
        "PROXY TCP4 192.0.2 198.51.100.1 4660 25\\r\\n",
        "PROXY TCP4 192.0.2.07 198.51.100.1 4660 25\\r\\n",
        "PROXY TCP4 192.0.2.7. 198.51.100.1 4660 25\\r\\n",
        "PROXY TCP4 ::1 ::1 4660 25\\r\\n",
        "PROXY TCP4 mx.example.test 198.51.100.1 4660 25\\r\\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 65536 25\\r\\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 -1 25\\r\\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 04660 25\\r\\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 999999999999 25\\r\\n",
        "PROXY TCP6 192.0.2.7 198.51.100.1 4660 25\\r\\n",
        "PROXY TCP6 fe80::1%eth0 ::1 4660 25\\r\\n",
        "PROXY TCP6 ::: ::1 4660 25\\r\\n",
        "PROXY TCP6 1:2:3:4:5:6:7:8:9 ::1 4660 25\\r\\n",
        "PROXY UDP4 192.0.2.7 198.51.100.1 4660 25\\r\\n",
        "PROXY UNKNOWNX\\r\\n",
        "PROXY UNKNOWN"
            + " aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa\\r\\n",
      })
  void version_1_is_refused_when_it_is_wrong(String header) {
    assertThatThrownBy(() -> tell(text(header))).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "21 11 000c " + IPV4_ENDS + " 45, 192.0.2.7:4660 198.51.100.1:25 + E",
    "21 21 0024 20010db8000000000000000000000007 00000000000000000000000000000001 1234 0019,"
        + " [2001:db8:0:0:0:0:0:7]:4660 [0:0:0:0:0:0:0:1]:25 + ",
    "21 11 0013 " + IPV4_ENDS + " 04 0004 41424344, 192.0.2.7:4660 198.51.100.1:25 + ",
    "20 00 0000 45, local + E",
    "20 11 000c " + IPV4_ENDS + " 45, local + E",
    "20 00 0003 ffffff 45, local + E",
    "21 00 0000 45, local + E"
  })
  void version_2_is_understood_to_the_byte(String hex, String told) throws IOException {
    assertThat(tell(version2(hex)).strip()).isEqualTo(told.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "21 11 000c c00002",
        "11 11 000c " + IPV4_ENDS,
        "31 11 000c " + IPV4_ENDS,
        "22 11 000c " + IPV4_ENDS,
        "21 12 000c " + IPV4_ENDS,
        "21 31 0004 00000000",
        "21 ff 000c " + IPV4_ENDS,
        "21 11 000b c0000207 c6336401 1234 00",
        "21 21 000c " + IPV4_ENDS,
        "21 11 000e " + IPV4_ENDS + " 0400",
        "21 11 0010 " + IPV4_ENDS + " 04 0002 41",
        "21 11 1001 " + IPV4_ENDS,
        "21 11 0013 " + IPV4_ENDS + " 03 0004 00000000",
        "21 11 0010 " + IPV4_ENDS + " 03 0001 00",
      })
  void version_2_is_refused_when_it_is_wrong(String hex) {
    assertThatThrownBy(() -> tell(version2(hex))).isInstanceOf(IOException.class);
  }

  @Test
  void a_right_checksum_is_accepted() throws IOException {
    var crc = new java.util.zip.CRC32C();
    crc.update(version2("21 11 0013 " + IPV4_ENDS + " 03 0004 00000000"));
    var sum = HexFormat.of().toHexDigits((int) crc.getValue());
    assertThat(tell(version2("21 11 0013 " + IPV4_ENDS + " 03 0004 " + sum)))
        .startsWith("192.0.2.7:4660");
  }

  @Property
  void whatever_comes_is_a_header_or_an_ioexception(@ForAll byte[] tail) {
    for (var start : List.of(text("PROXY TCP4 "), version2("2111"), version2("2121"))) {
      var bytes = new byte[start.length + tail.length];
      System.arraycopy(start, 0, bytes, 0, start.length);
      System.arraycopy(tail, 0, bytes, start.length, tail.length);
      try {
        assertThat(tell(bytes)).isNotEmpty();
      } catch (IOException _) {
        // Refused.
      }
    }
  }

  private static ListenerConfig behind(String proxy, TlsMode tls) {
    return new ListenerConfig(
        "test", List.of(TestServer.IPV4), 0, tls, List.of(Cidr.parse(proxy)), 10);
  }

  private static void tellEnds(Connection connection) throws IOException {
    var ends =
        ServerSockets.format(connection.remote()) + " " + ServerSockets.format(connection.local());
    connection.output().write(ends + " " + connection.isLoopback() + "\r\n");
  }

  @Test
  void the_session_sees_the_client_that_a_listed_proxy_tells_of() throws IOException {
    try (var server =
            new TestServer(
                NetworkLimits.DEFAULTS,
                behind("127.0.0.0/8", TlsMode.NONE),
                null,
                ProxyProtocolTest::tellEnds);
        var client = server.connect()) {
      client.send("PROXY TCP4 192.0.2.7 198.51.100.1 4660 25\r\n");
      assertThat(client.line()).isEqualTo("192.0.2.7:4660 198.51.100.1:25 false");
    }
  }

  @Test
  void a_health_check_of_the_proxy_is_served_as_itself() throws IOException {
    try (var server =
            new TestServer(
                NetworkLimits.DEFAULTS,
                behind("127.0.0.1", TlsMode.NONE),
                null,
                ProxyProtocolTest::tellEnds);
        var client = server.connect()) {
      client.send(version2("20 00 0000"));
      assertThat(client.line()).startsWith("127.0.0.1:").endsWith(" true");
    }
  }

  @Test
  void a_listed_proxy_must_send_a_header() throws IOException {
    var sessions = new LinkedBlockingQueue<Connection>();
    try (var server =
            new TestServer(
                NetworkLimits.DEFAULTS, behind("127.0.0.1", TlsMode.NONE), null, sessions::add);
        var client = server.connect()) {
      client.send("EHLO mx.example.test\r\n");
      assertThat(client.line()).isEqualTo("<end>");
      TestServer.await(() -> server.listeners.counts().badProxyHeaders() == 1);
      assertThat(sessions).isEmpty();
    }
  }

  @Test
  void from_anybody_else_a_header_is_just_input() throws IOException {
    try (var server =
            new TestServer(
                NetworkLimits.DEFAULTS,
                behind("192.0.2.0/24", TlsMode.NONE),
                null,
                connection -> {
                  var line = (LineRead.Line) connection.input().readLine(200);
                  connection.output().write(line.bytes());
                  connection.output().write("\r\n");
                  tellEnds(connection);
                });
        var client = server.connect()) {
      client.send("PROXY TCP4 192.0.2.7 198.51.100.1 4660 25\r\n");
      assertThat(client.line()).startsWith("PROXY TCP4");
      assertThat(client.line()).startsWith("127.0.0.1:");
    }
  }

  @Test
  void tls_begins_right_behind_the_header(@org.junit.jupiter.api.io.TempDir java.nio.file.Path dir)
      throws IOException {
    try (var server =
            new TestServer(
                NetworkLimits.DEFAULTS,
                behind("127.0.0.1", TlsMode.IMPLICIT),
                TestServer.selfSigned(dir),
                ProxyProtocolTest::tellEnds);
        var client = server.connect()) {
      client.send(version2("21 11 000c " + IPV4_ENDS));
      client.startTls(null);
      assertThat(client.line()).isEqualTo("192.0.2.7:4660 198.51.100.1:25 false");
    }
  }
}
