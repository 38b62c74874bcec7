package org.posthorn.wire.imap;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Status responses and what a connection says of itself (RFC 9051 §7.1, §7.2, §7.6).
public final class StatusResponses {

  private StatusResponses() {}

  /// `response-tagged = tag SP resp-cond-state CRLF`; with `*` when the client gave no tag.
  public static void tagged(ResponseWriter out, @Nullable Tag tag, Reply reply) {
    out.raw(tag == null ? "*" : tag.text());
    out.space();
    reply(out, reply);
  }

  /// `"*" SP (resp-cond-state / resp-cond-bye / resp-cond-auth) CRLF`
  public static void untagged(ResponseWriter out, Reply reply) {
    tagged(out, null, reply);
  }

  /// `continue-req = "+" SP (resp-text / base64) CRLF`; the text may be empty, as it is before the
  /// first response to AUTHENTICATE.
  public static void continuation(ResponseWriter out, String text) {
    out.raw("+ ");
    out.humanText(text);
    out.crlf();
  }

  /// `capability-data = "CAPABILITY" *(SP capability)`
  public static void capability(ResponseWriter out, List<Capability> capabilities) {
    out.raw("* CAPABILITY");
    capabilities(out, capabilities);
    out.crlf();
  }

  /// `language-data = "LANGUAGE" SP "(" lang-tag-quoted *(SP lang-tag-quoted) ")"` (RFC 5255 §3.5)
  public static void language(ResponseWriter out, List<String> tags) {
    out.raw("* LANGUAGE (");
    for (int i = 0; i < tags.size(); i++) {
      if (i > 0) out.space();
      out.astring(tags.get(i));
    }
    out.raw(')');
    out.crlf();
  }

  /// `comparator-data = "COMPARATOR" SP comp-sel-quoted`, without others that would do (RFC 5255
  /// §4.10)
  public static void comparator(ResponseWriter out, String active) {
    out.raw("* COMPARATOR ");
    out.astring(active);
    out.crlf();
  }

  /// `enable-data = "ENABLED" *(SP capability)`
  public static void enabled(ResponseWriter out, List<Capability> capabilities) {
    out.raw("* ENABLED");
    capabilities(out, capabilities);
    out.crlf();
  }

  /// `id-response = "ID" SP id-params-list` (RFC 2971 §4); `NIL` for no field.
  public static void id(ResponseWriter out, List<IdField> fields) {
    out.raw("* ID ");
    if (fields.isEmpty()) out.nil();
    for (int i = 0; i < fields.size(); i++) {
      out.raw(i == 0 ? '(' : ' ');
      out.string(fields.get(i).name());
      out.space();
      out.nstring(fields.get(i).value());
    }
    if (!fields.isEmpty()) out.raw(')');
    out.crlf();
  }

  private static void capabilities(ResponseWriter out, List<Capability> capabilities) {
    for (var capability : capabilities) {
      out.space();
      out.raw(capability.toString());
    }
  }

  private static void reply(ResponseWriter out, Reply reply) {
    out.raw(reply.condition().name());
    out.space();
    var code = reply.code();
    if (code != null) {
      out.raw('[');
      code(out, code);
      out.raw("] ");
    }
    out.humanText(reply.text());
    out.crlf();
  }

  /// `resp-text-code`
  // sizes: one branch per code
  private static void code(ResponseWriter out, ResponseCode code) {
    switch (code) {
      case ResponseCode.Plain plain -> out.raw(plain.text());
      case ResponseCode.BadCharset bad -> badCharset(out, bad.charsets());
      case ResponseCode.BadEvent(var events) -> {
        out.raw("BADEVENT (");
        for (int i = 0; i < events.size(); i++) {
          if (i > 0) out.space();
          out.raw(events.get(i).text());
        }
        out.raw(')');
      }
      case ResponseCode.BadUrl bad -> {
        out.raw("BADURL ");
        out.responseText(bad.url());
      }
      case ResponseCode.Capabilities all -> {
        out.raw("CAPABILITY");
        capabilities(out, all.capabilities());
      }
      case ResponseCode.Metadata metadata -> {
        out.raw("METADATA ");
        out.raw(metadata.what());
        var octets = metadata.octets();
        if (octets != null) named(out, " ", octets);
      }
      case ResponseCode.PermanentFlags flags -> permanentFlags(out, flags);
      case ResponseCode.InProgress progress -> inProgress(out, progress);
      case ResponseCode.UndefinedFilter(var name) -> {
        out.raw("UNDEFINED-FILTER ");
        out.raw(name.text());
      }
      case ResponseCode.Referral(var url) -> {
        out.raw("REFERRAL ");
        out.responseText(url);
      }
      case ResponseCode.UidNext next -> named(out, "UIDNEXT ", next.uid());
      case ResponseCode.UidValidity validity -> named(out, "UIDVALIDITY ", validity.uidValidity());
      case ResponseCode.Unseen unseen -> named(out, "UNSEEN ", unseen.sequenceNumber());
      case ResponseCode.HighestModseq highest -> named(out, "HIGHESTMODSEQ ", highest.modseq());
      case ResponseCode.AppendUid append -> {
        named(out, "APPENDUID ", append.uidValidity());
        out.space();
        out.numbers(append.uids());
      }
      case ResponseCode.CopyUid copy -> {
        named(out, "COPYUID ", copy.uidValidity());
        out.space();
        out.numbers(copy.source());
        out.space();
        out.numbers(copy.destination());
      }
      case ResponseCode.Modified modified -> {
        out.raw("MODIFIED ");
        out.numbers(modified.numbers());
      }
      case ResponseCode.NoUpdate(var tag) -> {
        out.raw("NOUPDATE ");
        out.string(tag.text());
      }
      case ResponseCode.MailboxId id -> {
        out.raw("MAILBOXID (");
        out.raw(id.objectId());
        out.raw(')');
      }
    }
  }

  private static void named(ResponseWriter out, String name, long number) {
    out.raw(name);
    out.number(number);
  }

  private static void badCharset(ResponseWriter out, List<String> charsets) {
    out.raw("BADCHARSET");
    for (int i = 0; i < charsets.size(); i++) {
      out.raw(i == 0 ? " (" : " ");
      out.astring(charsets.get(i));
    }
    if (!charsets.isEmpty()) out.raw(')');
  }

  private static void permanentFlags(ResponseWriter out, ResponseCode.PermanentFlags flags) {
    out.raw("PERMANENTFLAGS (");
    for (int i = 0; i < flags.flags().size(); i++) {
      if (i > 0) out.space();
      out.raw(flags.flags().get(i).text());
    }
    if (flags.mayCreate()) out.raw(flags.flags().isEmpty() ? "\\*" : " \\*");
    out.raw(')');
  }

  /// `"INPROGRESS" [SP "(" inprogress-tag SP inprogress-state ")"]`
  private static void inProgress(ResponseWriter out, ResponseCode.InProgress state) {
    out.raw("INPROGRESS (");
    var tag = state.tag();
    // RFC 9585 §4: a bracket would end the code for simple parsers.
    if (tag == null || tag.text().indexOf(']') >= 0) out.nil();
    else out.string(tag.text());
    number(out, state.progress());
    number(out, state.goal());
    out.raw(')');
  }

  private static void number(ResponseWriter out, @Nullable Long number) {
    out.space();
    if (number == null) out.nil();
    else out.number(number);
  }
}
