package org.posthorn.wire.imap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Commands by the grammar of RFC 9051 §9 and RFC 3501 §9 with the extensions that [Capability]
/// names.
///
/// Takes time in proportion to the command, never recurses deeper than [ImapLimits#DEPTH], and
/// fails with nothing but [ImapSyntaxException].
public final class CommandParser {

  private final Cursor cursor;
  private final Tag tag;

  private CommandParser(Cursor cursor, Tag tag) {
    this.cursor = cursor;
    this.tag = tag;
  }

  /// `command = tag SP (command-any / command-auth / command-nonauth / command-select) CRLF`
  public static TaggedCommand parse(RawCommand raw, WireMode mode) throws ImapSyntaxException {
    var cursor = new Cursor(raw, mode);
    var tag = cursor.tag();
    cursor.space();
    var command = new CommandParser(cursor, tag).command();
    cursor.end();
    return new TaggedCommand(tag, command);
  }

  /// The tag of a command that goes no further; absent when it has none.
  public static @Nullable Tag tagOf(RawCommand raw) {
    try {
      return raw.lineCount() == 0 ? null : new Cursor(raw, WireMode.REV1).tag();
    } catch (ImapSyntaxException _) {
      return null;
    }
  }

  // sizes: one line per command, the table of contents of the protocol
  private ImapCommand command() throws ImapSyntaxException {
    var name = cursor.word();
    return switch (name) {
      case "CAPABILITY" -> new InAnyState.Capability();
      case "NOOP" -> new InAnyState.Noop();
      case "LOGOUT" -> new InAnyState.Logout();
      case "ID" -> id();
      case "LANGUAGE" -> new InAnyState.Language(preferences());
      case "STARTTLS" -> new BeforeLogin.StartTls();
      case "AUTHENTICATE" -> authenticate();
      case "LOGIN" -> login();
      case "ENABLE" -> enable();
      case "SELECT" -> new AfterLogin.Select(mailboxArgument(), selectParameters());
      case "EXAMINE" -> new AfterLogin.Examine(mailboxArgument(), selectParameters());
      case "CREATE" -> create();
      case "DELETE" -> new AfterLogin.Delete(mailboxArgument());
      case "RENAME" -> rename();
      case "SUBSCRIBE" -> new AfterLogin.Subscribe(mailboxArgument());
      case "UNSUBSCRIBE" -> new AfterLogin.Unsubscribe(mailboxArgument());
      case "LIST" -> ListParser.list(cursor);
      case "LSUB" -> ListParser.lsub(cursor);
      case "NAMESPACE" -> new AfterLogin.Namespace();
      case "COMPARATOR" -> new AfterLogin.Comparator(preferences());
      case "STATUS" -> status();
      case "APPEND" -> append();
      case "IDLE" -> new AfterLogin.Idle();
      case "COMPRESS" -> compress();
      case "NOTIFY" -> NotifyParser.notify(cursor);
      case "RESETKEY" -> UrlAuthParser.resetKey(cursor);
      case "GENURLAUTH" -> UrlAuthParser.generate(cursor);
      case "URLFETCH" -> UrlAuthParser.fetch(cursor);
      case "UNAUTHENTICATE" -> new AfterLogin.Unauthenticate();
      case "GETMETADATA" -> MetadataParser.get(cursor);
      case "SETMETADATA" -> MetadataParser.set(cursor);
      case "GETQUOTA" -> getQuota();
      case "GETQUOTAROOT" -> new AfterLogin.GetQuotaRoot(mailboxArgument());
      case "SETQUOTA" -> setQuota();
      case "SETACL" -> AclParser.set(cursor, mailboxArgument());
      case "DELETEACL" -> AclParser.delete(cursor, mailboxArgument());
      case "GETACL" -> new AfterLogin.GetAcl(mailboxArgument());
      case "LISTRIGHTS" -> AclParser.listRights(cursor, mailboxArgument());
      case "MYRIGHTS" -> new AfterLogin.MyRights(mailboxArgument());
      case "ESEARCH" -> SearchParser.esearch(cursor);
      case "CANCELUPDATE" -> cancelUpdate();
      case "CHECK" -> new WithMailbox.Check();
      case "CLOSE" -> new WithMailbox.Close();
      case "UNSELECT" -> new WithMailbox.Unselect();
      case "EXPUNGE" -> new WithMailbox.Expunge(null);
      case "UID" -> uid();
      default -> numbered(name, NumberedBy.SEQUENCE);
    };
  }

  /// `uid = "UID" SP (copy / move / fetch / search / sort / store / thread / uid-expunge)`
  private ImapCommand uid() throws ImapSyntaxException {
    cursor.space();
    var name = cursor.word();
    // Not in the grammar of RFC 7377, but in its §2.
    if (name.equals("ESEARCH")) return SearchParser.esearch(cursor);
    if (!name.equals("EXPUNGE")) return numbered(name, NumberedBy.UID);
    cursor.space();
    return new WithMailbox.Expunge(cursor.sequenceSet());
  }

  private ImapCommand numbered(String name, NumberedBy numbers) throws ImapSyntaxException {
    return switch (name) {
      case "REPLACE" -> new AppendParser(cursor, tag, numbers).finish().command();
      case "SEARCH" -> SearchParser.search(cursor, numbers);
      case "SORT" -> SearchParser.sort(cursor, numbers);
      case "THREAD" -> SearchParser.thread(cursor, numbers);
      case "FETCH" -> FetchParser.fetch(cursor, numbers);
      case "STORE" -> store(numbers);
      case "COPY" -> new WithMailbox.Copy(numbers, setArgument(), mailboxArgument());
      case "MOVE" -> new WithMailbox.Move(numbers, setArgument(), mailboxArgument());
      default -> throw cursor.fault(Reply.bad("Unknown command"));
    };
  }

  /// `*(SP astring)` (RFC 5255 §3.5, §4.10)
  private List<String> preferences() throws ImapSyntaxException {
    var all = new ArrayList<String>();
    while (cursor.skipIf(' ')) {
      if (all.size() == ImapLimits.PREFERENCES) throw cursor.fault("Too many arguments");
      all.add(cursor.text());
    }
    return all;
  }

  /// `"CANCELUPDATE" 1*(SP quoted)` (RFC 5267 §5)
  private ImapCommand cancelUpdate() throws ImapSyntaxException {
    var tags = new ArrayList<String>();
    cursor.space();
    do {
      if (tags.size() == ImapLimits.CANCELLED_TAGS) throw cursor.fault("Too many tags");
      tags.add(cursor.stringText());
    } while (cursor.skipIf(' '));
    return new WithMailbox.CancelUpdate(tags);
  }

  private SequenceSet setArgument() throws ImapSyntaxException {
    cursor.space();
    return cursor.sequenceSet();
  }

  private MailboxName mailboxArgument() throws ImapSyntaxException {
    cursor.space();
    return cursor.mailbox();
  }

  /// ```
  /// id             = "ID" SP id-params-list
  /// id-params-list = "(" [string SP nstring *(SP string SP nstring)] ")" / nil
  /// ```
  private ImapCommand id() throws ImapSyntaxException {
    cursor.space();
    var fields = new ArrayList<IdField>();
    if (cursor.skipNil()) return new InAnyState.Id(fields);
    cursor.expect('(');
    if (cursor.skipIf(')')) return new InAnyState.Id(fields);
    do {
      var name = cursor.stringText();
      cursor.space();
      var value = cursor.nstringText();
      if (name.length() > ImapLimits.ID_NAME_OCTETS) throw cursor.fault("ID field name too long");
      if (value != null && value.length() > ImapLimits.ID_VALUE_OCTETS)
        throw cursor.fault("ID field too long");
      fields.add(new IdField(name, value));
      if (fields.size() > ImapLimits.ID_FIELDS) throw cursor.fault("Too many ID fields");
    } while (cursor.skipIf(' '));
    cursor.expect(')');
    return new InAnyState.Id(fields);
  }

  /// `authenticate = "AUTHENTICATE" SP auth-type [SP (base64 / "=")] *(CRLF base64)`
  private ImapCommand authenticate() throws ImapSyntaxException {
    cursor.space();
    var mechanism = cursor.atom().toUpperCase(Locale.ROOT);
    if (!cursor.skipIf(' ')) return new BeforeLogin.Authenticate(mechanism, null);
    // RFC 4959 §3: a response of no octets is "=", never nothing.
    if (!cursor.atEnd()
        && SaslLine.initial(cursor.restOfLine()) instanceof SaslLine.Response response)
      return new BeforeLogin.Authenticate(mechanism, response);
    throw cursor.fault(Reply.bad("Initial response is not base64"));
  }

  /// `login = "LOGIN" SP userid SP password`
  private ImapCommand login() throws ImapSyntaxException {
    cursor.space();
    var user = cursor.text();
    cursor.space();
    return new BeforeLogin.Login(user, cursor.text());
  }

  /// `enable = "ENABLE" 1*(SP capability)`
  private ImapCommand enable() throws ImapSyntaxException {
    var capabilities = new ArrayList<Capability>();
    cursor.space();
    do {
      if (capabilities.size() == ImapLimits.CAPABILITIES)
        throw cursor.fault("Too many capabilities");
      capabilities.add(new Capability(cursor.atom()));
    } while (cursor.skipIf(' '));
    return new AfterLogin.Enable(capabilities);
  }

  /// ```
  /// select-params = SP "(" select-param *(SP select-param) ")"
  /// select-param  = "CONDSTORE" / "QRESYNC" SP "(" … ")"
  /// ```
  private SelectParameters selectParameters() throws ImapSyntaxException {
    if (!cursor.skipIf(' ')) return SelectParameters.NONE;
    boolean condstore = false;
    SelectParameters.Qresync qresync = null;
    cursor.expect('(');
    do {
      switch (cursor.word()) {
        case "CONDSTORE" -> condstore = true;
        case "QRESYNC" -> {
          if (qresync != null) throw cursor.fault("QRESYNC twice");
          qresync = qresync();
        }
        default -> throw cursor.fault("Unknown parameter");
      }
    } while (cursor.skipIf(' '));
    cursor.expect(')');
    return new SelectParameters(condstore, qresync);
  }

  /// ```
  /// "QRESYNC" SP "(" uidvalidity SP mod-sequence-value [SP known-uids] [SP seq-match-data] ")"
  /// seq-match-data = "(" known-sequence-set SP known-uid-set ")"
  /// ```
  private SelectParameters.Qresync qresync() throws ImapSyntaxException {
    cursor.space();
    cursor.expect('(');
    long uidValidity = cursor.nzNumber();
    cursor.space();
    long modseq = modseq();
    SequenceSet known = null;
    SelectParameters.SequenceMatch match = null;
    boolean more = cursor.skipIf(' ');
    if (more && cursor.peek() != '(') {
      known = withoutStar();
      more = cursor.skipIf(' ');
    }
    if (more) {
      cursor.expect('(');
      var numbers = withoutStar();
      cursor.space();
      match = new SelectParameters.SequenceMatch(numbers, withoutStar());
      cursor.expect(')');
    }
    cursor.expect(')');
    return new SelectParameters.Qresync(uidValidity, modseq, known, match);
  }

  /// `mod-sequence-value = 1*DIGIT`, from 1 to 2^63 - 1
  private long modseq() throws ImapSyntaxException {
    long modseq = cursor.number64();
    if (modseq == 0) throw cursor.fault("Modification sequence must not be 0");
    return modseq;
  }

  private SequenceSet withoutStar() throws ImapSyntaxException {
    var set = cursor.sequenceSet();
    if (set.usesStar() || set.usesSaved()) throw cursor.fault("* and $ are not allowed here");
    return set;
  }

  /// ```
  /// create        = "CREATE" SP mailbox [SP "(" create-param *(SP create-param) ")"]
  /// create-param  = "USE" SP "(" [use-attr *(SP use-attr)] ")"
  /// ```
  private ImapCommand create() throws ImapSyntaxException {
    var mailbox = mailboxArgument().withoutLastSeparator();
    var uses = EnumSet.noneOf(SpecialUse.class);
    if (!cursor.skipIf(' ')) return new AfterLogin.Create(mailbox, uses);
    cursor.expect('(');
    if (!cursor.word().equals("USE")) throw cursor.fault("Unknown parameter");
    cursor.space();
    cursor.expect('(');
    if (!cursor.skipIf(')')) {
      do uses.add(specialUse());
      while (cursor.skipIf(' '));
      cursor.expect(')');
    }
    cursor.expect(')');
    return new AfterLogin.Create(mailbox, uses);
  }

  /// `use-attr = "\All" / "\Archive" / … / "\" atom`
  private SpecialUse specialUse() throws ImapSyntaxException {
    cursor.expect('\\');
    var use = SpecialUse.named("\\" + cursor.atom());
    if (use == null)
      throw cursor.fault(Reply.no(ResponseCode.Plain.USEATTR, "Unknown special use"));
    return use;
  }

  /// `rename = "RENAME" SP mailbox SP mailbox`
  private ImapCommand rename() throws ImapSyntaxException {
    var from = mailboxArgument();
    return new AfterLogin.Rename(from, mailboxArgument().withoutLastSeparator());
  }

  /// `status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"`
  private ImapCommand status() throws ImapSyntaxException {
    var mailbox = mailboxArgument();
    cursor.space();
    return new AfterLogin.Status(mailbox, statusItems(cursor));
  }

  /// `"(" status-att *(SP status-att) ")"`
  static Set<StatusItem> statusItems(Cursor cursor) throws ImapSyntaxException {
    var items = EnumSet.noneOf(StatusItem.class);
    cursor.expect('(');
    do {
      var item = StatusItem.named(cursor.word());
      if (item == null) throw cursor.fault("Unknown status item");
      items.add(item);
    } while (cursor.skipIf(' '));
    cursor.expect(')');
    return items;
  }

  private ImapCommand append() throws ImapSyntaxException {
    cursor.space();
    return new AppendParser(cursor, tag).finish().command();
  }

  /// `compress = "COMPRESS" SP algorithm`
  private ImapCommand compress() throws ImapSyntaxException {
    cursor.space();
    return new AfterLogin.Compress(cursor.atom().toUpperCase(Locale.ROOT));
  }

  /// `getquota = "GETQUOTA" SP quota-root-name`
  private ImapCommand getQuota() throws ImapSyntaxException {
    cursor.space();
    return new AfterLogin.GetQuota(cursor.text());
  }

  /// ```
  /// setquota          = "SETQUOTA" SP quota-root-name SP setquota-list
  /// setquota-list     = "(" [setquota-resource *(SP setquota-resource)] ")"
  /// setquota-resource = resource-name SP resource-limit
  /// ```
  private ImapCommand setQuota() throws ImapSyntaxException {
    cursor.space();
    var root = cursor.text();
    cursor.space();
    cursor.expect('(');
    List<QuotaLimit> limits = new ArrayList<>();
    if (cursor.skipIf(')')) return new AfterLogin.SetQuota(root, limits);
    do {
      if (limits.size() == ImapLimits.QUOTA_RESOURCES) throw cursor.fault("Too many resources");
      var resource = cursor.atom().toUpperCase(Locale.ROOT);
      cursor.space();
      limits.add(new QuotaLimit(resource, cursor.number64()));
    } while (cursor.skipIf(' '));
    cursor.expect(')');
    return new AfterLogin.SetQuota(root, limits);
  }

  /// ```
  /// store           = "STORE" SP sequence-set [SP "(" "UNCHANGEDSINCE" SP mod-sequence-valzer ")"]
  ///                   SP store-att-flags
  /// store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag)))
  /// ```
  private ImapCommand store(NumberedBy numbers) throws ImapSyntaxException {
    var messages = setArgument();
    cursor.space();
    Long unchangedSince = null;
    if (cursor.skipIf('(')) {
      if (!cursor.word().equals("UNCHANGEDSINCE")) throw cursor.fault("Unknown store modifier");
      cursor.space();
      unchangedSince = cursor.number64();
      cursor.expect(')');
      cursor.space();
    }
    var action = storeAction();
    boolean silent =
        switch (cursor.word()) {
          case "FLAGS" -> false;
          case "FLAGS.SILENT" -> true;
          default -> throw cursor.fault("FLAGS expected");
        };
    cursor.space();
    var flags = cursor.peek() == '(' ? FlagList.parenthesized(cursor) : FlagList.bare(cursor);
    return new WithMailbox.Store(numbers, messages, unchangedSince, action, silent, flags);
  }

  private WithMailbox.StoreAction storeAction() {
    if (cursor.skipIf('+')) return WithMailbox.StoreAction.ADD;
    // A word may begin with "-", so this must look before the word is read.
    if (cursor.skipIf('-')) return WithMailbox.StoreAction.REMOVE;
    return WithMailbox.StoreAction.REPLACE;
  }
}
