package org.posthorn.domain.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Spool;

/// [Letters] as a folder: some are read, then it is seen which of them are new.
final class LetterFolder implements OpenFolder {
  private final Letters letters;
  private final Findings findings;
  private final Map<Offer, Spool> read = new HashMap<>();

  LetterFolder(Letters letters, Findings findings) {
    this.letters = letters;
    this.findings = findings;
  }

  @Override
  public @Nullable Numbering numbering() {
    return letters.numbering();
  }

  @Override
  public long total() {
    return letters.total();
  }

  @Override
  public List<Offer> next() throws IOException {
    dropRead();
    var offers = new ArrayList<Offer>();
    long octets = 0;
    while (offers.size() < Inlet.BATCH && octets < Inlet.BATCH_OCTETS) {
      var letter = letters.next();
      if (letter == null) break;
      octets += letter.spool().size();
      var mark = Mark.ofContent(letter.spool());
      var offer = new Offer(letter.place(), mark, letter.flags(), letter.date(), letter.uid());
      read.put(offer, letter.spool());
      offers.add(offer);
    }
    return offers;
  }

  @Override
  public void bring(List<Offer> wanted, Taker taker) {
    for (var offer : wanted) {
      var spool = read.remove(offer);
      if (spool != null) taker.take(offer, spool);
    }
  }

  private void dropRead() {
    read.forEach((offer, spool) -> findings.drop(offer.place(), spool));
    read.clear();
  }

  @Override
  public void close() throws IOException {
    dropRead();
    letters.close();
  }
}
