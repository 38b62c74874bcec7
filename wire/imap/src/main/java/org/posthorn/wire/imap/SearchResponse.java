package org.posthorn.wire.imap;

/// An ESEARCH response (RFC 9051 §7.3.4, RFC 4731), written item by item: `new SearchResponse(out,
/// tag).of(UID).count(3).end()`. Belongs to one thread.
///
/// ```
/// esearch-response  = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)
/// search-correlator = SP "(" one-correlator *(SP one-correlator) ")"
/// ```
public final class SearchResponse {

  private final ResponseWriter out;

  /// @param tag of the command that has searched
  public SearchResponse(ResponseWriter out, Tag tag) {
    this.out = out;
    out.raw("* ESEARCH (TAG ");
    out.string(tag.text());
  }

  /// RFC 7377 §2.1: where the messages are.
  public SearchResponse in(MailboxName mailbox, long uidValidity) {
    out.raw(" MAILBOX ");
    out.mailbox(mailbox);
    out.raw(" UIDVALIDITY ");
    out.number(uidValidity);
    return this;
  }

  /// What the numbers are; before every item.
  public SearchResponse of(NumberedBy numbers) {
    out.raw(numbers == NumberedBy.UID ? ") UID" : ")");
    return this;
  }

  public SearchResponse min(long number) {
    return item(" MIN ", number);
  }

  public SearchResponse max(long number) {
    return item(" MAX ", number);
  }

  /// Nothing at all where there is none.
  public SearchResponse all(NumberList numbers) {
    if (numbers.isEmpty()) return this;
    out.raw(" ALL ");
    numbers.write(out);
    return this;
  }

  /// `ret-data-partial = "PARTIAL" SP "(" partial-range SP (sequence-set / "NIL") ")"`
  public SearchResponse partial(PartialRange range, NumberList numbers) {
    out.raw(" PARTIAL (");
    out.raw(range.toString());
    out.space();
    if (numbers.isEmpty()) out.nil();
    else numbers.write(out);
    out.raw(')');
    return this;
  }

  public SearchResponse count(long count) {
    return item(" COUNT ", count);
  }

  /// RFC 7162 §3.1.10
  public SearchResponse modseq(long modseq) {
    return item(" MODSEQ ", modseq);
  }

  /// `"RELEVANCY" SP "(" [score *(SP score)] ")"` (RFC 6203 §7), in the order of the numbers told.
  public SearchResponse relevancy(int[] scores) {
    out.raw(" RELEVANCY (");
    for (int i = 0; i < scores.length; i++) {
      if (i > 0) out.space();
      out.number(scores[i]);
    }
    out.raw(')');
    return this;
  }

  /// `"ADDTO" SP "(" context-position SP sequence-set … ")"` (RFC 5267 §4.3.3)
  ///
  /// @param position 0 for a result in the order of the mailbox
  public SearchResponse addTo(long position, NumberList numbers) {
    return change(" ADDTO (", position, numbers);
  }

  /// `"REMOVEFROM" SP "(" context-position SP sequence-set … ")"` (RFC 5267 §4.3.4)
  public SearchResponse removeFrom(long position, NumberList numbers) {
    return change(" REMOVEFROM (", position, numbers);
  }

  private SearchResponse change(String name, long position, NumberList numbers) {
    out.raw(name);
    out.number(position);
    out.space();
    numbers.write(out);
    out.raw(')');
    return this;
  }

  private SearchResponse item(String name, long value) {
    out.raw(name);
    out.number(value);
    return this;
  }

  public void end() {
    out.crlf();
  }
}
