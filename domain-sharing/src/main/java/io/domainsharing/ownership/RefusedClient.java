// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads whether a 5yz to RCPT is about who hands the mail over and not about its recipient: most servers keep what they have to say
 * of the connection, EHLO and MAIL until RCPT (Postfix: {@code smtpd_delay_reject}, Exim: {@code acl_smtp_rcpt}), with the recipient's
 * address in front. Said by a server of ours, it is for an operator to mend, and no reason to return mail (docs/adr/0023). To be read
 * after {@link UnknownMailbox}, whose word is about the recipient.
 */
public final class RefusedClient {
    private static final int AUTHENTICATION_REQUIRED = 530;

    /**
     * Bad sender's mailbox address syntax, bad sender's system address, message too big, non-ASCII addresses not permitted (RFC
     * 3463, RFC 6531): what is said of this one mail.
     */
    private static final Set<String> ABOUT_THIS_MAIL = Set.of("5.1.7", "5.1.8", "5.3.4", "5.6.7");

    /** Security status other than 5.7.1: encryption, authentication, SPF, DKIM and reverse DNS (RFC 3463, RFC 7372). */
    private static final Set<String> ABOUT_THE_SESSION = Set.of(
            "5.7.0", "5.7.4", "5.7.8", "5.7.9", "5.7.10", "5.7.11", "5.7.23", "5.7.24", "5.7.25", "5.7.26", "5.7.27");

    private static final Pattern ABOUT_THE_CLIENT = Pattern.compile(String.join(
            "|",
            // Postfix 3.8, smtpd/smtpd_check.c; "unverified" where it is a dry run's.
            "\\b(?:client host|client certificate|helo command|ehlo command"
                    + "|sender address)(?: \\[[^\\]]{0,255}\\])? (?:rejected|blocked)\\b",
            "\\bblocked using\\b",
            "\\bmust issue a starttls\\b|\\bsession encryption is required\\b|\\bencryption required\\b",
            // Not Exchange's RESOLVER.RST.AuthRequired, which is a group's own rule.
            "(?<!authrequired; )\\bauthentication (?:is )?required\\b|\\bclient was not authenticated\\b",
            // Exim 4.96, src/configure.default, src/verify.c, doc/spec.xfpt chapter on access control lists.
            "\\brejected because \\S{1,255} is in a black ?list\\b|\\bsender verify fail|\\bverification failed for\\b"
                    + "|\\bno (?:ehlo|helo)\\b|\\b(?:ehlo|helo)(?:/helo|/ehlo)? (?:required|argument|name|host)\\b",
            // sendmail 8.17, cf/cf/proto.m4; qmail; Exchange; Exim; Postfix.
            "\\brelay(?:ing)?(?: access)? (?:denied|prohibited|refused|forbidden|rejected|not (?:allowed|permitted|accepted))\\b"
                    + "|\\b(?:no|not|cannot|can't|unable to|refus(?:ed|ing)) (?:to )?relay\\b|\\brcpthosts\\b",
            "\\bfix reverse dns\\b|\\bip name (?:lookup failed|possibly forged)\\b|\\b(?:reverse[ -]?|r)dns\\b|\\bptr record\\b",
            "\\bclient does not have permissions\\b|\\bclient (?:ip|address|name)\\b",
            // Every list of hosts has words of its own, and names the client.
            "\\byour (?:ip|host|hostname|server|mail ?server|system|network|isp|connection|mta|client)\\b",
            "(?:black|block|deny)[ -]?list|\\bdns ?bl\\b|\\brbl\\b|\\bspamhaus\\b|\\bgr[ea]y[ -]?list",
            "\\bspf\\b|\\btoo many (?:connections|sessions|messages|mails|errors)\\b"));

    private static final Pattern ACCESS_DENIED =
            Pattern.compile("\\baccess (?:is )?denied\\b|\\bdelivery not authori[sz]ed\\b|\\bcommand rejected\\b");

    private static final Pattern ABOUT_A_RECIPIENT = Pattern.compile(
            "\\b(?:recipients?|addressee|users?|mail ?box|account|group|list|members?|rcpt|alias|person)\\b");

    private RefusedClient() {}

    /**
     * Whether that is what a reply to RCPT says.
     *
     * @param text as for {@link EnhancedStatus#allIn}
     */
    public static boolean isSaidBy(int code, String text) {
        if (code < 500 || code > 599) {
            return false;
        }
        Set<String> statuses = EnhancedStatus.allIn(text);
        if (statuses.stream().anyMatch(ABOUT_THIS_MAIL::contains)) {
            return false;
        }
        String words = MailboxWords.of(code, text);
        return code == AUTHENTICATION_REQUIRED
                || statuses.stream().anyMatch(ABOUT_THE_SESSION::contains)
                || ABOUT_THE_CLIENT.matcher(words).find()
                || (ACCESS_DENIED.matcher(words).find()
                        && !ABOUT_A_RECIPIENT.matcher(words).find());
    }

    /** Whether a reply speaks of this one mail, by its status. */
    public static boolean isAboutThisMail(String text) {
        return EnhancedStatus.allIn(text).stream().anyMatch(ABOUT_THIS_MAIL::contains);
    }
}
