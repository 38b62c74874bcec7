package org.posthorn.platform.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// The PROXY protocol, versions 1 and 2
/// (<https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt>), receiver's side. Strict:
/// whatever the text does not allow ends the connection. Takes not a byte more than the header from
/// the stream, because TLS may follow.
final class ProxyProtocol {
  private static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };

  /// §2.1: the longest line of version 1, with its CRLF.
  private static final int MOST_V1_BYTES = 107;

  /// Addresses and extensions of version 2; the certificates' names that proxies pass on fit well.
  private static final int MOST_V2_BYTES = 4096;

  private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,39}");

  private static final int TYPE_CRC32C = 0x03;

  private ProxyProtocol() {}

  /// Reads a header; the caller bounds the time.
  static ProxyHeader read(InputStream stream) throws IOException {
    // The shortest header, "PROXY UNKNOWN" and CRLF, is longer than the signature.
    var start = readExactly(stream, SIGNATURE.length);
    if (Arrays.equals(start, SIGNATURE)) return readVersion2(stream);
    return readVersion1(stream, start);
  }

  private static ProxyHeader readVersion1(InputStream stream, byte[] start) throws IOException {
    var line = new byte[MOST_V1_BYTES];
    System.arraycopy(start, 0, line, 0, start.length);
    int size = start.length;
    if (!new String(start, 0, 6, StandardCharsets.ISO_8859_1).equals("PROXY "))
      throw new ProtocolException("no PROXY header");
    while (line[size - 1] != '\n') {
      if (size == MOST_V1_BYTES) throw new ProtocolException("PROXY line too long");
      int octet = stream.read();
      if (octet < 0) throw new EOFException("end within the PROXY header");
      line[size++] = (byte) octet;
    }
    if (line[size - 2] != '\r') throw new ProtocolException("PROXY line without CRLF");
    return parseVersion1(new String(line, 0, size - 2, StandardCharsets.ISO_8859_1));
  }

  private static ProxyHeader parseVersion1(String line) throws ProtocolException {
    // The receiver must ignore anything behind UNKNOWN.
    if (line.equals("PROXY UNKNOWN") || line.startsWith("PROXY UNKNOWN "))
      return new ProxyHeader.Local();
    var fields = line.split(" ", -1);
    if (fields.length != 6) throw new ProtocolException("PROXY line: not six fields");
    var form =
        switch (fields[1]) {
          case "TCP4" -> IPV4;
          case "TCP6" -> IPV6;
          default -> throw new ProtocolException("PROXY line: unknown protocol");
        };
    return new ProxyHeader.Proxied(
        end(form, fields[2], fields[4]), end(form, fields[3], fields[5]));
  }

  private static InetSocketAddress end(Pattern form, String address, String port)
      throws ProtocolException {
    if (!form.matcher(address).matches() || (form == IPV6 && !address.contains(":")))
      throw new ProtocolException("PROXY line: not an address of that family");
    if (!PORT.matcher(port).matches() || Integer.parseInt(port) > 65_535)
      throw new ProtocolException("PROXY line: not a port");
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(address), Integer.parseInt(port));
    } catch (IllegalArgumentException _) {
      throw new ProtocolException("PROXY line: not an address");
    }
  }

  private static ProxyHeader readVersion2(InputStream stream) throws IOException {
    var head = ByteBuffer.wrap(readExactly(stream, 4));
    int versionAndCommand = head.get();
    int familyAndTransport = head.get();
    int length = head.getShort() & 0xffff;
    if ((versionAndCommand & 0xf0) != 0x20) throw new ProtocolException("PROXY: unknown version");
    int command = versionAndCommand & 0x0f;
    if (command > 1) throw new ProtocolException("PROXY: unknown command");
    if (length > MOST_V2_BYTES) throw new ProtocolException("PROXY header too long");
    var rest = readExactly(stream, length);
    // §2.2: a LOCAL header's addresses are to be discarded whatever their family.
    if (command == 0) return new ProxyHeader.Local();
    int addressBytes =
        switch (familyAndTransport) {
          case 0x00 -> 0; // UNSPEC: the proxy does not know
          case 0x11 -> 4; // TCP over IPv4
          case 0x21 -> 16; // TCP over IPv6
          default -> throw new ProtocolException("PROXY: neither TCP over IPv4 nor IPv6");
        };
    if (addressBytes == 0) return new ProxyHeader.Local();
    int addressesEnd = 2 * addressBytes + 4;
    if (length < addressesEnd) throw new ProtocolException("PROXY header too short");
    checkExtensions(head.array(), rest, addressesEnd);
    var addresses = ByteBuffer.wrap(rest, 0, addressesEnd);
    var source = address(addresses, addressBytes);
    var destination = address(addresses, addressBytes);
    return new ProxyHeader.Proxied(
        new InetSocketAddress(source, addresses.getShort() & 0xffff),
        new InetSocketAddress(destination, addresses.getShort() & 0xffff));
  }

  private static InetAddress address(ByteBuffer from, int length) throws UnknownHostException {
    var octets = new byte[length];
    from.get(octets);
    return InetAddress.getByAddress(octets);
  }

  /// §2.2.3: the extensions must fill the rest exactly, and a checksum among them must be right.
  private static void checkExtensions(byte[] head, byte[] rest, int from) throws ProtocolException {
    for (int at = from; at < rest.length; ) {
      if (rest.length - at < 3) throw new ProtocolException("PROXY: torn extension");
      int size = ((rest[at + 1] & 0xff) << 8) | (rest[at + 2] & 0xff);
      if (size > rest.length - at - 3) throw new ProtocolException("PROXY: torn extension");
      if (rest[at] == TYPE_CRC32C) checkSum(head, rest, at + 3, size);
      at += 3 + size;
    }
  }

  private static void checkSum(byte[] head, byte[] rest, int at, int size)
      throws ProtocolException {
    if (size != 4) throw new ProtocolException("PROXY: torn checksum");
    int claimed = ByteBuffer.wrap(rest, at, 4).getInt();
    var zeroed = rest.clone();
    Arrays.fill(zeroed, at, at + 4, (byte) 0);
    var crc = new CRC32C();
    crc.update(SIGNATURE);
    crc.update(head);
    crc.update(zeroed);
    if ((int) crc.getValue() != claimed) throw new ProtocolException("PROXY: wrong checksum");
  }

  private static byte[] readExactly(InputStream stream, int length) throws IOException {
    var bytes = stream.readNBytes(length);
    if (bytes.length < length) throw new EOFException("end within the PROXY header");
    return bytes;
  }
}
