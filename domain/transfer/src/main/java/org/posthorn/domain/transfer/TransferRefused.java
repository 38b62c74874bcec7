package org.posthorn.domain.transfer;

/// Nothing was brought over; the message says why, for an administrator.
public final class TransferRefused extends Exception {
  TransferRefused(String reason) {
    super(reason);
  }
}
