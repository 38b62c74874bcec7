package org.posthorn.wire.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChannelBindingTest {

  /// Self-signed certificates made by OpenSSL for this test, and their hashes by Python's hashlib
  /// under the function that RFC 5929 §4.1 chooses; empty where it chooses none.
  static Stream<Arguments> certificates() {
    return Stream.of(
        // ecdsa sha 256
        arguments(
            "MIIBbjCCARWgAwIBAgIULFuXQBd1mP3WXkDsaPEI9TxMomgwCgYIKoZIzj0EAwIwDDEKMAgG"
                + "A1UEAwwBYTAgFw0yNjExMjAxMTUwMTBaGA8yMTI2MTAyNzExNTAxMFowDDEKMAgGA1UEAwwB"
                + "YTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABOFA5CUz0jUzgoscr7gbiyGcyTlUDDNIX9pe"
                + "TXf2Gx2uROd7cLRT18PjD8YC0L0Vr4JvsQeKFeGl/PhZM29s12OjUzBRMB0GA1UdDgQWBBR2"
                + "Unq52Om8s5lLPk4v+6ssy8XDIzAfBgNVHSMEGDAWgBR2Unq52Om8s5lLPk4v+6ssy8XDIzAP"
                + "BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIDjWzUzprYUO16TfcW1MQtEECNlq"
                + "hQ5//NVvqTKqqG6FAiAT/szgOEPQjxH8f7oyqs/yAoLQdBZhDmJEG+hiCq5g1g==",
            "M3C5XKrqR/KpoxwygT+2fPNy8XJXZaYpk03NK2R1jPQ="),
        // ecdsa sha 384
        arguments(
            "MIIBqzCCATKgAwIBAgIUYsJaSqpGUXmunw5jqiQO49C5RdQwCgYIKoZIzj0EAwMwDDEKMAgG"
                + "A1UEAwwBYTAgFw0yNjExMjAxMTUwMTBaGA8yMTI2MTAyNzExNTAxMFowDDEKMAgGA1UEAwwB"
                + "YTB2MBAGByqGSM49AgEGBSuBBAAiA2IABHpuRnplHslqhKR8qp/Pybjho96iO5av8FW7zxOb"
                + "wr3v+MbiTXm+XbGqCaSgbl+zcnNGfegFDsBu7eUFwu1v4k+KuEhCjA9ekFoveslev7HQDpDt"
                + "z0deOuCnQaKsl+bp1aNTMFEwHQYDVR0OBBYEFPw8bfKGHVzRtd5DqfM+L8Mxe6AbMB8GA1Ud"
                + "IwQYMBaAFPw8bfKGHVzRtd5DqfM+L8Mxe6AbMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0E"
                + "AwMDZwAwZAIwLxWcFsL+DtkbchE9x7SzggNFwZrxPFUuX51q3ZqN90kuh8x6aHfCWpFUlNSW"
                + "p/ViAjAo3LmwRkGS9PDHnslJE4T4luoG2YkFNponqPqWMGtWheTUHUjO6BFWeHlMNiBd8/I=",
            "gnSk8bcwj8C3e/WmGJjzsXlxQ6pnoC9lakUENIUk3CJAPW49gOzTjRYUrt4Rcvcv"),
        // ecdsa sha 1
        arguments(
            "MIIBbTCCARSgAwIBAgIUNhKbpsF9KPWAjQIx8jt+5QM5LLgwCQYHKoZIzj0EATAMMQowCAYD"
                + "VQQDDAFhMCAXDTI2MTEyMDExNTAxMFoYDzIxMjYxMDI3MTE1MDEwWjAMMQowCAYDVQQDDAFh"
                + "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE4UDkJTPSNTOCixyvuBuLIZzJOVQMM0hf2l5N"
                + "d/YbHa5E53twtFPXw+MPxgLQvRWvgm+xB4oV4aX8+Fkzb2zXY6NTMFEwHQYDVR0OBBYEFHZS"
                + "ernY6byzmUs+Ti/7qyzLxcMjMB8GA1UdIwQYMBaAFHZSernY6byzmUs+Ti/7qyzLxcMjMA8G"
                + "A1UdEwEB/wQFMAMBAf8wCQYHKoZIzj0EAQNIADBFAiEAyrTCa1AkhJzegbSe0WGWBU4KIs8x"
                + "UXhF0WpoCOt5g/cCIEpwq6/W2loBsz8pByzvj8x0RaNqdVO/n/QfhErHkpm5",
            "xDHg36PmZivqxF6DGDHKeM7adS26dS5zrBuhj8WPzqY="),
        // rsassa pss sha 512
        arguments(
            "MIICVDCCAY6gAwIBAgIUTLu9YVTWw2KuxyCDn5wxdJfbQNowPAYJKoZIhvcNAQEKMC+gDzAN"
                + "BglghkgBZQMEAgMFAKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgMFADAMMQowCAYDVQQD"
                + "DAFhMCAXDTI2MTEyMDExNTAxMVoYDzIxMjYxMDI3MTE1MDExWjAMMQowCAYDVQQDDAFhMIGf"
                + "MA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDOTEsR6MlKQAu19comKxIEoNbZfYhXk/Xva4u4"
                + "TUrJhWzr2+TJu0MNXmYdVeCrHFJDaVuQfrHVC5pos05FVnDPsNWptkooFcntvXvdrimFxdxL"
                + "X9aMhy35t8SD2RZVBy9fCEto+ld8i25dgpxJID+51BUzTprMNbh11nhdd3rd4QIDAQABo1Mw"
                + "UTAdBgNVHQ4EFgQUeJVjzFq0sdKKn9N1SCVKZnsZTnowHwYDVR0jBBgwFoAUeJVjzFq0sdKK"
                + "n9N1SCVKZnsZTnowDwYDVR0TAQH/BAUwAwEB/zA8BgkqhkiG9w0BAQowL6APMA0GCWCGSAFl"
                + "AwQCAwUAoRwwGgYJKoZIhvcNAQEIMA0GCWCGSAFlAwQCAwUAA4GBAEjH5s8lHazBcybh0O7p"
                + "73qCceV0RXsSNQ4+9Kv+Xv51tDb2N0mhf6NyTowe/hIQQrP/PEpogDYIFLhz3s46cAmShGkM"
                + "P3NLvVwvgBLN3LsolbX86liedOC8gILE7r5Qf3ddm3SahkGr9ql80fMarjOWn28f80RPAtVR"
                + "hSGF5dIW",
            "Prinacn0Hnabu8tRI0IPSln61vwgn928WZxmkF5hXrTbSuVoTfQpBFIYLx+84An5PAyEV7szR8gfXiXqiIDEQQ=="),
        // ed25519
        arguments(
            "MIIBLjCB4aADAgECAhRvh8NaRrOzsNavh8xkjtcL5KDd+jAFBgMrZXAwDDEKMAgGA1UEAwwB"
                + "YTAgFw0yNjExMjAxMTUwMTBaGA8yMTI2MTAyNzExNTAxMFowDDEKMAgGA1UEAwwBYTAqMAUG"
                + "AytlcAMhAIq2bCpcik8QhchTkvYdHfMm+T1icoEdLCDkkTunxNWzo1MwUTAdBgNVHQ4EFgQU"
                + "pbyxy7d+1A19D2vt4/yaEIpzvJMwHwYDVR0jBBgwFoAUpbyxy7d+1A19D2vt4/yaEIpzvJMw"
                + "DwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQDwMm0qLtamBzQPQS7R2+JGsiihwSYEydc1Hpuc"
                + "637mdio1UxZS2zdASj6aJxD50DKRKJU7jFVuCZMpTWYNiUUP",
            ""));
  }

  @ParameterizedTest
  @MethodSource("certificates")
  void an_end_point_is_named_by_the_hash_of_its_signature(String der, String hash)
      throws Exception {
    var stream = new ByteArrayInputStream(Base64.getDecoder().decode(der));
    var certificate =
        (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
    var binding = ChannelBinding.serverEndPoint(certificate);
    if (hash.isEmpty()) assertThat(binding).isNull();
    else
      assertThat(binding)
          .isEqualTo(
              new ChannelBinding(
                  ChannelBinding.Type.TLS_SERVER_END_POINT,
                  Octets.of(Base64.getDecoder().decode(hash))));
  }

  @Test
  void a_channel_has_a_name() {
    assertThatThrownBy(() -> new ChannelBinding(ChannelBinding.Type.TLS_EXPORTER, Octets.EMPTY))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
