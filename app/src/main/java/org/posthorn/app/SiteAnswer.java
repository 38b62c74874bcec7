package org.posthorn.app;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is answered about keys, certificates and DNS.
sealed interface SiteAnswer extends AdminAnswer {

  /// A signing key of a domain, without its secret.
  ///
  /// @param algorithm `rsa-sha256` or `ed25519-sha256`
  /// @param state `published`, `active` or `retired`
  /// @param name where its record belongs
  /// @param record in one line
  /// @param zone the whole as a line of a zone file, in strings that fit
  record OneDkimKey(
      String domain,
      String selector,
      String algorithm,
      String state,
      Instant created,
      @Nullable Instant activated,
      @Nullable Instant retired,
      String name,
      String record,
      String zone) {}

  /// Keys that were asked for, or those that were changed.
  record DkimKeyPage(List<OneDkimKey> keys) implements SiteAnswer {
    public DkimKeyPage {
      keys = List.copyOf(keys);
    }
  }

  /// Certificates, and how the orders by ACME stand.
  ///
  /// @param acme null where that is not configured
  record TlsStatus(List<Certificate> certificates, @Nullable Acme acme) implements SiteAnswer {
    public TlsStatus {
      certificates = List.copyOf(certificates);
    }
  }

  /// How orders by ACME stand.
  ///
  /// @param due when the next one is made
  /// @param error why the last one failed; null when it did not
  record Acme(
      String directory,
      String challenge,
      List<String> names,
      Instant due,
      @Nullable Instant lastTry,
      int failures,
      @Nullable String error) {
    public Acme {
      names = List.copyOf(names);
    }
  }

  /// An authority of the administrator's own.
  ///
  /// @param fingerprint SHA-256 of its certificate in hex
  /// @param pem its certificate
  record Authority(String name, Instant notAfter, String fingerprint, String file, String pem)
      implements SiteAnswer {}

  /// A certificate that it has issued.
  ///
  /// @param chain the file of the certificate
  /// @param key the file of its key
  record Issued(List<String> names, Instant notAfter, String chain, String key)
      implements SiteAnswer {
    public Issued {
      names = List.copyOf(names);
    }
  }

  /// What is wrong, and what is not.
  record Examination(List<OneFinding> findings) implements SiteAnswer {
    public Examination {
      findings = List.copyOf(findings);
    }

    long count(String level) {
      return findings.stream().filter(it -> it.level().equals(level)).count();
    }
  }

  /// What one check has seen.
  ///
  /// @param level `fault`, `hint` or `fine`
  /// @param check such as `spf`
  /// @param subject the domain, host, address or file
  /// @param why what comes of it
  /// @param mend records to publish and commands to give
  record OneFinding(
      String level, String check, String subject, String what, String why, List<String> mend) {
    public OneFinding {
      mend = List.copyOf(mend);
    }
  }

  record RecordPage(List<OneRecord> records) implements SiteAnswer {
    public RecordPage {
      records = List.copyOf(records);
    }
  }

  /// A record to publish.
  ///
  /// @param data without quotes, as the forms of DNS providers want it
  /// @param zone the whole as a line of a zone file
  record OneRecord(String name, String type, String data, String zone) {}
}
