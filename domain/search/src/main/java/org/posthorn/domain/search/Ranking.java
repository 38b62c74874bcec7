package org.posthorn.domain.search;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Ranks emails by words: one that has all of them (one may be missing from three on), by how rare
/// each is in the account, how well a word of the email fits it, and where that word is. How often
/// it is there is not counted. Lives as long as its search.
final class Ranking {

  private static final float SUBJECT = 3;
  private static final float PEOPLE = 2;
  private static final float BODY = 1;
  private static final float ATTACHMENT = 0.7f;
  private static final float OTHER = 0.3f;

  private static final int MAY_MISS_ONE = 3;

  private final List<RankedWord> words;
  private final int fields;

  /// @param fields where the words count, of [Fields]
  Ranking(List<RankedWord> words, int fields) {
    this.words = words;
    this.fields = fields;
  }

  /// How well each email of a segment has each word; 0 is not at all.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Fit(Directory directory, float[][] byWord) {}

  RankAnswer rank(List<SegmentReader> segments) throws SQLException {
    var fits = new ArrayList<Fit>();
    for (var segment : segments) fits.add(fit(segment));
    var rarity = rarity(fits);
    var scores = new ArrayList<float[]>();
    float most = 0;
    for (var fit : fits) {
      var own = scores(fit, rarity);
      for (float score : own) most = Math.max(most, score);
      scores.add(own);
    }
    var parts = new ArrayList<RankAnswer.Part>();
    for (int i = 0; i < fits.size(); i++)
      parts.add(new RankAnswer.Part(fits.get(i).directory(), scaled(scores.get(i), most)));
    return new RankAnswer(parts);
  }

  private Fit fit(SegmentReader segment) throws SQLException {
    var directory = segment.directory();
    var byWord = new float[words.size()][directory.size()];
    for (int number = 0; number < directory.pages(); number++)
      for (int word = 0; word < words.size(); word++)
        if (mayHave(directory, number, words.get(word)))
          fit(segment.page(number), words.get(word), byWord[word]);
    return new Fit(directory, byWord);
  }

  private static boolean mayHave(Directory directory, int page, RankedWord word) {
    return word.isPair()
        ? directory.mayHave(page, Trigrams.of(word.octets()))
        : directory.mayBegin(page, word.beginning());
  }

  private void fit(Page page, RankedWord word, float[] emails) {
    char first = word.octets().charAt(0);
    for (int token = 0; token < page.size(); token++) {
      if (!word.isPair() && page.text().charAt(page.start(token)) != first) continue;
      float fits = word.fits(page.token(token));
      if (fits == 0) continue;
      var cursor = new Postings.Cursor(page, token, emails.length);
      while (cursor.next()) {
        int in = cursor.fields() & fields;
        if (in == 0) continue;
        float here = fits * weight(in);
        if (here > emails[cursor.email()]) emails[cursor.email()] = here;
      }
    }
  }

  private static float weight(int fields) {
    if ((fields & Fields.SUBJECT) != 0) return SUBJECT;
    if ((fields & (Fields.FROM | Fields.TO | Fields.CC | Fields.BCC)) != 0) return PEOPLE;
    if ((fields & Fields.BODY) != 0) return BODY;
    return (fields & Fields.ATTACHMENT) != 0 ? ATTACHMENT : OTHER;
  }

  /// The inverse document frequency of each word.
  private float[] rarity(List<Fit> fits) {
    var rarity = new float[words.size()];
    long all = 0;
    for (var fit : fits) all += fit.directory().size();
    for (int word = 0; word < rarity.length; word++) {
      long having = 0;
      for (var fit : fits) having += having(fit.byWord()[word]);
      rarity[word] = (float) Math.log(1 + (all - having + 0.5) / (having + 0.5));
    }
    return rarity;
  }

  private static long having(float[] emails) {
    long having = 0;
    for (float here : emails) if (here > 0) having++;
    return having;
  }

  private float[] scores(Fit fit, float[] rarity) {
    var scores = new float[fit.directory().size()];
    int needed = words.size() >= MAY_MISS_ONE ? words.size() - 1 : words.size();
    for (int email = 0; email < scores.length; email++) {
      int has = 0;
      float score = 0;
      for (int word = 0; word < rarity.length; word++) {
        float here = fit.byWord()[word][email];
        if (here > 0) has++;
        score += here * rarity[word];
      }
      if (has >= needed && has > 0) scores[email] = score;
    }
    return scores;
  }

  private static byte[] scaled(float[] scores, float most) {
    var scaled = new byte[scores.length];
    for (int i = 0; i < scores.length; i++)
      if (scores[i] > 0)
        scaled[i] =
            (byte) Math.clamp(Math.round(RankAnswer.MOST * scores[i] / most), 1, RankAnswer.MOST);
    return scaled;
  }
}
