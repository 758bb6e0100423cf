// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import com.google.common.base.CharMatcher;
import java.util.regex.Pattern;

/**
 * What servers say of a mailbox, and what they say of other things with the same codes, in words: many give no enhanced status, or
 * one that fits anything. The data of {@link UnknownMailbox} and {@link FullMailbox}; UnknownMailboxTest has the wordings of
 * each product in full.
 *
 * <p>Sources: RFC 5321 sections 3.4 and 4.2.2, RFC 3463; sendmail 8.17 (cf/cf/proto.m4, sendmail/srvrsmtp.c), Postfix 3.8
 * (smtpd/smtpd_check.c), Exim 4.96 (src/verify.c, src/configure.default), qmail (qmail-local.c) with vpopmail, chkuser and
 * qmail-toaster, Courier 1.3, Cyrus 3.8, Dovecot 2.3 (lmtp/lmtp-recipient.c), Stalwart 0.11 (crates/smtp/src/inbound/rcpt.rs),
 * hMailServer 5.7 (SMTPConnection.cpp), Apache James 3.8; replies of Exchange, Microsoft 365, Outlook.com, Gmail, Yahoo, iCloud, mail.ru,
 * GMX, Domino, GroupWise, MDaemon, IceWarp, Zimbra and Mimecast as they stand in the rules of Sisimai 5 (lib/sisimai/reason) and
 * KumoMTA (assets/community/bounces.toml).
 */
final class MailboxWords {
    private static final CharMatcher SPACE = CharMatcher.is(' ');

    /** Repeats what a stranger chose: "spam@example.com" says nothing of spam. Nor does the name of a host that is quoted. */
    private static final Pattern QUOTED = Pattern.compile(String.join(
            "|",
            "<[^<>]*>",
            "(?<![^\\s<>()\\[\\]\"',;:])[^\\s<>()\\[\\]\"',;:@]++@[a-z0-9-]++(?:\\.[a-z0-9-]++)*+",
            "(?<!\\S)\\S+?(?=\\.\\.\\. )",
            "\\bhost \\S++ said:"));

    private static final String WHO =
            "(?:users?|user ?names?|user ?ids?|mail[ -]?box(?:es)?|mail ?address|mail ?drop|accounts?"
                    + "|recipients?|addressees?|address(?:es)?|e-?mail|person|customer|subscriber|alias|local[ -]?part|rcpt)";
    private static final String NOT_SO = "(?! (?:domain|host|system|syntax|format|list)\\b)";

    private static final Pattern NO_SUCH = Pattern.compile(String.join(
            "|",
            "\\b(?:no such|no known|unknown|invalid|non-?exist[ea]nt|unrecogni[sz]ed|bad|illegal|unroute?able|undeliverable"
                    + "|incorrect|wrong)(?: or \\w+)?(?: (?:virtual|local|e-?mail|mail|envelope|destination|recipient|user|mailbox)){0,6} "
                    + WHO + "\\b" + NOT_SO,
            "\\b" + WHO + "\\b" + NOT_SO + "[^.;]{0,80}?\\b(?:unknown|non-?exist\\w*|invalid|has moved"
                    + "|(?:not|cannot|can't|couldn't) (?:be )?(?:found|known|exist\\w*|listed|present|recogni[sz]ed|valid|local)"
                    + "|no longer exists?)\\b",
            "\\b(?:does not|doesn'?t|do not|don'?t) exist\\b",
            "\\bdoes(?: not|n'?t) have an? [^;]{0,40}?(?:account|mailbox)\\b",
            "\\bno (?:mail[ -]?box|user|account|one|person|recipient)\\b[^.;]{0,40}?\\b(?:here|by that name|at this|with that|available"
                    + "|found|exists?)\\b",
            "\\bnot (?:an?|our|one of our)(?: (?:known|valid|local|existing|registered|active|current)){0,6} " + WHO
                    + "\\b" + NOT_SO,
            "\\b(?:unknown|not known) (?:here|at this|to)\\b",
            "^\\d{3}(?: 5[.\\d]+)?\\W*(?:is |was )?(?:unknown|not found|not known)\\b",
            "recip(?:ient)?notfound",
            // French, Spanish, Portuguese, German, Italian, Dutch, Polish; what is not ASCII is escaped.
            "\\binconnue?s?\\b|\\bdesconocid[oa]s?\\b|\\bno existe\\b|\\bdesconhecid[oa]s?\\b|\\bine[xs]istente\\b|\\bunbekannt"
                    + "|\\bexistiert nicht\\b|\\bnicht (?:gefunden|vorhanden|bekannt)\\b|\\bsconosciut[oa]\\b|\\bnon esiste\\b|\\bonbekend"
                    + "|\\bnie istnieje\\b|\\bnie ma takiego\\b"));

    /** RFC 5321 section 4.2.2 gives these words to 550, and Outlook.com says no other (with 5.5.0). */
    private static final Pattern UNAVAILABLE = Pattern.compile("\\bmailbox (?:is )?(?:unavailable|not available)\\b");

    private static final Pattern FULL =
            Pattern.compile("\\b(?:over[ -]?)?quota|\\bmail[ -]?box\\b[^.;]{0,20}? full\\b|\\bfull mail[ -]?box\\b"
                    + "|\\bexceed\\w*(?: \\w+){0,3} (?:storage|space)\\b|\\bstorage (?:space|limit|full)\\b|\\bdisk space\\b"
                    + "|\\bmailbox (?:size )?limit\\b");

    private static final Pattern ABOUT_OTHER_THINGS = Pattern.compile(String.join(
            "|",
            "\\bspam|\\bjunk ?mail|\\bvirus|\\bmalware|\\bphish|(?:black|block|deny)[ -]?list|\\bdns ?bl\\b|\\brbl\\b|\\bblocked\\b"
                    + "|\\bbanned\\b|\\breputation\\b|(?<!not )(?<!n't )\\blisted (?:at|in|on|by)\\b",
            "\\bsuspicious\\b|\\bunsolicited\\b|\\battack|\\byou (?:are|were|must|need)\\b|\\byou're\\b"
                    + "|\\bnon-?members?\\b|\\bonly \\w+ may\\b",
            "gr[ea]y[ -]?list|\\btemporar|\\b(?:try|retry|again|back)(?: \\w+)? (?:later\\b|in (?:a |\\d))",
            "\\btoo (?:many|much|fast|frequent)|\\brate\\b|\\bthrottl|\\bflood"
                    + "|(?<!mailbox |size |storage )\\blimits?(?: \\w+)? (?:exceeded|reached)\\b",
            "\\bspf\\b|\\bdkim\\b|\\bdmarc\\b|\\bbatv\\b|\\bsender|\\bmail from\\b|\\b(?:envelope )?from address\\b"
                    + "|\\b(?:return|reverse)[ -]path\\b|\\bbad ?mailfrom\\b|\\bexp[^ ]{1,12}diteur\\b|\\babsender\\b|\\bremitente\\b"
                    + "|\\bmittente\\b|\\bremetente\\b",
            "\\bauthenti|\\b(?:not |un)authori[sz]ed\\b|\\bauthori[sz]ation (?:required|failed|failure)\\b|\\bauth\\b"
                    + "|\\blog ?in\\b|\\bcredential|\\bstarttls\\b|\\btls\\b|\\bencrypt|\\bpolic(?:y|ies)\\b",
            "\\byour (?:ip|host|server|domain|network|system|isp|client|connection|dns)|\\bclient host\\b|\\bip (?:address|is|\\d)"
                    + "|\\br(?:everse[ -]?|-?)dns\\b|\\bptr\\b|\\b(?:ehlo|helo)\\b|\\bdynamic ip",
            "\\brelay\\w*(?: \\w+){0,2} (?:denied|prohibited|refused|forbidden|rejected|not (?:allowed|permitted|accepted))\\b"
                    + "|\\b(?:no|not|cannot|can't|don't|won't|unable to|open|refus\\w+)(?: \\w+){0,3} relay"
                    + "|\\brcpthosts\\b|\\bthird[ -]part",
            "\\b(?:no such|unknown|unrecogni[sz]ed|unroute?able|invalid|bad|foreign"
                    + "|non-?local)(?: (?:mail|recipient|local))? (?:domain|host)\\b"
                    + "|\\bdomain(?: name)?(?: is| was)? (?:not\\b|unknown\\b|invalid\\b|isn'?t\\b|does(?: not|n'?t)\\b)"
                    + "|(?:not|n't) (?:host|handle|accept|serve|receive)\\w*(?: \\w+){0,3} domain\\b",
            "\\b(?:internal|server|system|database|ldap|lookup|dns|configuration|local) (?:error|failure|problem)"
                    + "|\\bservice (?:is )?(?:un|not )available\\b|\\btime(?:d )?[ -]?out\\b"
                    + "|\\b(?:cannot|can't|could not|couldn't|unable to) (?:verify|check)\\b"));

    private static final Pattern REFUSES = Pattern.compile(String.join(
            "|",
            "\\bdenied\\b|\\bprohibit|\\bforbid|\\b(?:not|isn't|aren't|never) (?:allowed|permitted|accept\\w*|wanted|welcome)\\b"
                    + "|\\brefus|\\brestrict|\\bviolat|\\bunacceptable\\b|\\bunwanted\\b|\\bgo away\\b|\\bvrfy\\b|\\bprotocol\\b"
                    + "|\\bmx\\b|\\breverse\\b|\\bloop",
            "(?<!address )(?<!recipient )(?<!user )(?<!mailbox )\\breject",
            "\\b(?:disabled|suspended|locked|inactive|deactivated|frozen|not active)\\b"));

    private final String words;
    private final int code;

    /** @param lines as for {@link ReplyText#flattened} */
    MailboxWords(int code, String lines) {
        this.code = code;
        this.words = of(code, lines);
    }

    /** The words of a reply in lower case, without what they quote. */
    static String of(int code, String lines) {
        return SPACE.trimAndCollapseFrom(
                QUOTED.matcher(ReplyText.flattened(code, lines)).replaceAll(" "), ' ');
    }

    /** Whether they say that there is no such mailbox. */
    boolean sayNoSuchMailbox() {
        return NO_SUCH.matcher(words).find()
                || (code == 550 && UNAVAILABLE.matcher(words).find());
    }

    /** Whether they say that there is one, which is full. */
    boolean sayFull() {
        return FULL.matcher(words).find();
    }

    /** Whether they are about the client, its mail, the sender, the domain or the server itself, whatever the status. */
    boolean areAboutOtherThings() {
        return ABOUT_OTHER_THINGS.matcher(words).find();
    }

    /** Whether they refuse without saying whether there is such a mailbox. */
    boolean refuse() {
        return REFUSES.matcher(words).find();
    }
}
