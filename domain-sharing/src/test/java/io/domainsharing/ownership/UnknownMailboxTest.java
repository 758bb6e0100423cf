// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies to RCPT and VRFY as products give them; {@code \n} stands for the next line. */
@Tag("L4")
class UnknownMailboxTest {
    private static final List<ReplyBeginning> NONE = List.of();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            RFC 5321              | 550 Requested action not taken: mailbox unavailable
            RFC 5321 section 3.4  | 551 User not local; please try <bob@tokyo.example>
            sendmail              | 550 5.1.1 <bob@example.com>... User unknown
            sendmail virtusertable | 553 5.3.0 <bob@example.com>... No such user here
            sendmail rules        | 550 5.0.0 <bob@example.com>... User unknown
            sendmail with a hint  | 553 5.3.0 <bob@example.com>... User unknown, not local address
            sendmail, a relay     | 553 5.3.0 <bob@example.com>... Addressee unknown, relay=[192.0.2.1]
            sendmail REDIRECT     | 551 5.1.1 User has moved; please try <bob@tokyo.example>
            sendmail, moved       | 551 5.1.6 User has moved; please try <bob@tokyo.example>
            Postfix               | 550 5.1.1 <bob@example.com>: Recipient address rejected: User unknown in virtual mailbox table
            Postfix               | 550 5.1.1 <bob@example.com>: Recipient address rejected: User unknown in local recipient table
            Postfix               | 550 5.1.1 <bob@example.com>: Recipient address rejected: User unknown in relay recipient table
            Postfix               | 550 5.1.0 <bob@example.com>: Recipient address rejected: User unknown in virtual alias table
            Postfix, verified     | 550 5.1.1 <bob@example.com>: Recipient address rejected: undeliverable address: host spamfilter.example.net[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command)
            Postfix, no status    | 554 <bob@example.com>: Recipient address rejected: User unknown
            Exim                  | 550 Unrouteable address
            Exim                  | 550 Unknown user
            Exim                  | 550 no such user
            Exim                  | 550 <bob@example.com>: no such user
            Exim callout          | 550-Callout verification failed:\\n550 550 5.1.1 User unknown
            qmail                 | 550 sorry, no mailbox here by that name (#5.1.1)
            qmail validrcptto     | 550 sorry, this recipient is not in my validrcptto list (#5.1.1)
            vpopmail              | 550 sorry, no mailbox here by that name. vpopmail (#5.1.1)
            chkuser               | 511 sorry, no mailbox here by that name (#5.1.1 - chkuser)
            chkuser without it    | 553 sorry, no mail-box here by that name
            qmail-smtpd of others | 550 5.5.1 Sorry, no mailbox here by that name
            Courier               | 550 User unknown.
            Courier               | 550 5.1.1 User <bob@example.com> unknown
            Cyrus LMTP            | 550-Mailbox unknown.  Either there is no mailbox associated with this\\n550-name or you do not have authorization to see it.\\n550 5.1.1 User unknown
            Dovecot LMTP          | 550 5.1.1 <bob@example.com> User doesn't exist: bob@example.com
            Stalwart              | 550 5.1.2 Mailbox does not exist.
            Apache James          | 550 5.1.1 Unknown user: bob@example.com
            Microsoft 365         | 550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [DB5EUR01FT088.eop-EUR01.prod.protection.outlook.com 2023-06-22T08:26:31.592Z 08DB72B25E50380B]
            Microsoft 365         | 550 5.4.1 [bob@example.com]: Recipient address rejected: Access denied
            Microsoft 365         | 550 5.4.1 Recipient address rejected: Access denied. For more information see https://aka.ms/EXOSmtpErrors [AM5EUR02.prod.outlook.com]
            Microsoft 365         | 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient bob@example.com not found by SMTP address lookup
            Exchange              | 550 5.1.1 RESOLVER.ADR.RecipNotFound; not found
            Exchange              | 550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found
            Exchange 2003         | 550 5.1.1 User unknown
            Outlook.com           | 550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [BN3PEPF0000B36D.namprd21.prod.outlook.com]
            Gmail                 | 550-5.1.1 The email account that you tried to reach does not exist. Please try\\n550-5.1.1 double-checking the recipient's email address for typos or\\n550-5.1.1 unnecessary spaces. For more information, go to\\n550 5.1.1  https://support.google.com/mail/?p=NoSuchUser a1-2.3 - gsmtp
            Gmail in one line     | 550-5.1.1 The email account that you tried to reach does 550-5.1.1 not exist. Please try 550 5.1.1 https://support.google.com/mail/?p=NoSuchUser
            Yahoo                 | 554 delivery error: dd This user doesn't have a yahoo.com account (bob@yahoo.com) [0] - mta1543.mail.ne1.yahoo.com
            Yahoo Japan           | 552 1 Requested mail action aborted, mailbox not found
            iCloud                | 550 5.1.1 <bob@icloud.com>: user does not exist
            GMX                   | 550-Requested action not taken: mailbox unavailable\\n550 For explanation visit https://postmaster.gmx.net/en/error-messages?ip=192.0.2.1&c=hd
            mail.ru               | 550 Message was not accepted -- invalid mailbox.  Local mailbox bob@mail.ru is unavailable: user not found
            Comcast               | 550 5.1.1 Not our Customer
            Comcast, no status    | 550 Not our Customer
            AOL                   | 550 5.1.1 <bob@aol.com>: Recipient address rejected: aol.com
            Zimbra                | 550 5.1.1 <bob@example.com>: Recipient address rejected: example.com
            hMailServer           | 550 Unknown user
            MDaemon               | 550 <bob@example.com>, Recipient unknown
            MDaemon               | 550 5.1.1 Recipient unknown <bob@example.com>
            IceWarp               | 550 5.1.1 <bob@example.com> User unknown; rejecting
            IceWarp               | 550 5.1.1 <bob@example.com> Unknown user; bad recipient
            Domino                | 550 bob@example.com... No such user
            Domino                | 550 5.1.1 User bob (bob@example.com) not listed in Domino Directory
            Domino                | 550 bob@example.com User not listed in public Name & Address Book
            GroupWise             | 550 No such recipient
            Mimecast              | 550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550
            Barracuda             | 550 permanent failure for one or more recipients (bob@example.com:550 5.1.1 User unknown)
            Proofpoint            | 550 5.1.1 User Unknown
            Kerio                 | 550 5.1.1 Mailbox <bob@example.com> does not exist
            Lotus, a customer's   | 554 The user's email name is not found
            Null MX               | 550 5.1.10 Recipient address has null MX
            French                | 550 5.1.1 Utilisateur inconnu \\xC3\\xA0 cette adresse
            French, no status     | 550 Adresse d au moins un destinataire invalide. Invalid recipient.
            German                | 553 Empf\\xE4nger unbekannt
            Spanish               | 550 No existe dicha persona
            Italian               | 550 Nessun utente simile in questo indirizzo
            Polish                | 554 Konto nie istnieje
            Nothing more          | 550
            A word of no list     | 550 Kaput
            Sympatico             | 550 5.1.1 <bob@example.com>: Email address could not be found, or was misspelled (G8)
            anybody               | 550 "bob" is not a known user
            anybody               | 550 [bob] unknown
            anybody               | 550 Unknown local part bob in <bob@example.com>
            anybody               | 553 Invalid recipient bob@example.com
            anybody               | 571 5.1.1 no such user
            A name of policy      | 550 5.1.1 <spam@example.com>... User unknown
            A name of policy      | 550 5.1.1 Unknown user: relay.denied@example.com
            A name of policy      | 550 spam... User unknown
            A status as a name    | 550 5.1.1 <5.7.1@example.com>: no such user
            A version             | 550 5.1.1 no such user here (mx 4.94.2)
            An address            | 550 no such user, said 5.7.1.2
            Anybody               | 550 #5.1.0 Address rejected
            """)
    void replyShouldMeanThatThereIsNoSuchMailbox(String product, String reply) {
        assertThat(isSaidBy(reply)).as(product).isTrue();
        assertThat(isSaidToVrfy(reply)).as("%s, to VRFY", product).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            RFC 5321              | 552 Requested mail action aborted: exceeded storage allocation
            RFC 5321              | 554 Transaction failed
            sendmail              | 550 5.7.1 <bob@example.com>... Relaying denied
            sendmail              | 550 5.7.1 <bob@example.com>... Access denied
            sendmail              | 551 5.7.1 User not local; will not relay
            sendmail, a list      | 553 5.3.0 alph731 DNSBL:RBL 521< 192.0.2.1 >_is_blocked.For assistance forward this error to abuse_rbl@example.net
            sendmail              | 553 5.3.0 <bob@example.com>... spam
            sendmail              | 550 5.1.2 <bob@example.com>... Host unknown (Name server: example.com: host not found)
            sendmail              | 553 5.1.8 <alice@paris.example>... Domain of sender address alice@paris.example does not exist
            Postfix               | 554 5.7.1 <bob@example.com>: Relay access denied
            Postfix               | 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org
            Postfix               | 550 5.1.0 <alice@paris.example>: Sender address rejected: User unknown in virtual mailbox table
            Postfix               | 550 5.7.1 <bob@example.com>: Recipient address rejected: user unknown by policy
            Postfix, no status    | 554 <bob@example.com>: Relay access denied
            Postfix, no status    | 550 <bob@example.com>: Recipient address rejected: Access denied
            Postfix, verified     | 550 5.1.1 <bob@example.com>: Recipient address rejected: undeliverable address: host mx.example.net[192.0.2.1] said: 550 5.7.1 Rejected
            postgrey as 5xx       | 550 5.1.1 <bob@example.com>: Recipient address rejected: Greylisted, see http://postgrey.example.net
            Exim                  | 550 relay not permitted
            Exim                  | 550 Administrative prohibition
            Exim                  | 550-Verification failed for <alice@paris.example>\\n550-No such user\\n550 Sender verify failed
            Exim                  | 550-Callback setup failed while verifying <alice@paris.example>\\n550-The initial connection, or a HELO or MAIL FROM:<> command was rejected.\\n550 Sender verify failed
            Exim, a list          | 550 192.0.2.1 is listed at zen.spamhaus.org
            Exim, a list          | 550-Your IP is listed\\n550 see http://example.net
            Exim, unknown host    | 550 unrouteable mail domain "example.com"
            qmail                 | 553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)
            qmail, no status      | 553 sorry, that domain isn't in my list of allowed rcpthosts
            qmail                 | 553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)
            qmail-toaster         | 550 user over quota. (#5.1.1)
            Stalwart              | 550 5.1.2 Relay not allowed.
            Stalwart              | 550 5.1.2 Too many errors, disconnecting.
            hMailServer           | 550 Delivery is not allowed to this address.
            Microsoft 365         | 550 5.4.1 Relay Access Denied
            Microsoft 365         | 550 5.4.1 All recipient addresses rejected : Access denied
            Microsoft 365         | 550 5.4.1
            Microsoft 365         | 550 5.7.606 Access denied, banned sending IP [192.0.2.1]
            Exchange              | 550 5.7.1 Unable to relay
            Exchange              | 550 5.7.1 RESOLVER.RST.AuthRequired; authentication required
            Exchange              | 550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup
            Gmail                 | 550-5.7.26 This mail is unauthenticated, which poses a security risk\\n550 5.7.26 to the sender
            Gmail                 | 550-5.2.1 The email account that you tried to reach is disabled.\\n550 5.2.1 See https://support.google.com
            Gmail                 | 552-5.2.2 The email account that you tried to reach is over quota.\\n552 5.2.2 See
            MailEnable            | 503 This mail server requires authentication when attempting to send to a non-local e-mail address.
            IceWarp               | 550 5.1.1 Access denied by policy
            anybody               | 550 5.1.1 Relay not permitted
            anybody               | 550 Greylisted, please come back
            anybody               | 550 Rate limited
            anybody               | 550 5.1.1 Too many recipients, rate limit exceeded
            anybody               | 550 SPF check failed
            anybody               | 550 Message rejected due to DMARC
            anybody               | 550 DKIM required
            anybody               | 550 Your host is on our blocklist
            anybody               | 550 Blacklisted
            anybody               | 550 We do not relay
            anybody               | 550 Access denied
            anybody               | 550 Rejected
            anybody               | 550 Mail refused
            anybody               | 550 Authentication required
            anybody               | 550 You are not authorized to send here
            anybody               | 550 Must issue a STARTTLS command first
            anybody               | 550 Mailbox full
            anybody               | 550 Quota exceeded
            anybody               | 552 Mailbox full
            anybody               | 554 5.2.2 Mailbox full
            anybody               | 550 Mailbox temporarily unavailable
            anybody               | 550 Mailbox disabled
            anybody               | 550 Account suspended
            anybody               | 550 No such domain at this location
            anybody               | 550 Domain not hosted here
            anybody               | 550 We do not handle mail for that domain
            anybody               | 550 Internal server error
            anybody               | 550 Unable to verify address
            anybody               | 550 Please try again later
            anybody               | 550 Go away
            anybody               | 550 5.0.0 SPF fail
            anybody               | 550 5.3.0 Rate limited
            anybody               | 550 5.5.0 Blocked - see http://example.net
            anybody               | 550 Sender unknown
            anybody               | 550 unknown sender
            anybody               | 550 5.1.2 unknown domain
            anybody               | 551 not our domain; relaying denied
            anybody               | 550 Client host rejected: cannot find your hostname
            anybody               | 550 Reverse DNS lookup failed
            anybody               | 550 Bad HELO
            anybody               | 550 Too many unknown users
            anybody               | 550 Dictionary attack suspected
            anybody               | 550 Suspicious activity
            anybody               | 550 Unsolicited mail
            anybody               | 550 You are not a member
            anybody               | 550 Closed to non-members
            anybody               | 550 Must have a valid MX
            anybody               | 550 Mail loop detected
            anybody               | 550 Protocol error
            anybody               | 550 Rejected (5.7.1)
            anybody               | 550 Rejected by policy: #5.7.1.
            anybody               | 550-Your IP is listed 550 5.7.1 See example.com
            anybody               | 550-5.1.1 Rejected 550 5.7.1 Your IP is listed
            anybody               | 550 5.1.1 Rejected [5.7.1]
            anybody               | 550 5.1.11 what is that
            anybody               | 550 4.1.1 make up your mind
            anybody               | 552 5.1.1 over quota
            anybody               | 501 5.1.3 Bad recipient address syntax
            anybody               | 501 Unknown user syntax
            anybody               | 530 5.7.0 Must issue a STARTTLS command first
            for now               | 450 5.1.1 later
            for now               | 450 4.1.1 <bob@example.com>: Recipient address rejected: User unknown in local recipient table
            for now               | 450 user unknown
            for now               | 451 4.4.1 no such user
            a yes                 | 250 2.1.5 no such user
            """)
    void replyShouldNotMeanThatThereIsNoSuchMailbox(String product, String reply) {
        assertThat(isSaidBy(reply)).as(product).isFalse();
        assertThat(isSaidToVrfy(reply)).as("%s, to VRFY", product).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            553 User ambiguous            | true
            553 5.1.4 User ambiguous      | true
            553 Mailbox name not allowed  | false
            550 VRFY disabled             | false
            550 5.7.1 VRFY disallowed     | false
            252 2.1.5 cannot verify       | false
            """)
    void replyShouldMeanThatToVrfyOnlyWhenItIsAboutTheName(String reply, boolean unknown) {
        assertThat(isSaidToVrfy(reply)).isEqualTo(unknown);
        assertThat(isSaidBy(reply)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.7.1 <bob@example.com>: Recipient rejected by rule 7",
                "550-5.7.1 <bob@example.com>: Recipient\\n550 5.7.1 rejected by rule 7",
                "550  5.7.1  <BOB@example.com>: recipient REJECTED by rule 7, and spam"
            })
    void wordsOfThePeerShouldWinOverWhatTheyMeanElsewhere(String reply) {
        List<ReplyBeginning> own = List.of(
                ReplyBeginning.parse("554 no"),
                ReplyBeginning.parse("550 5.7.1 <bob@example.com>: Recipient Rejected"));
        String lines = reply.replace("\\n", "\n");

        assertThat(UnknownMailbox.isSaidBy(code(reply), lines, own)).isTrue();
        assertThat(UnknownMailbox.isSaidToVrfy(code(reply), lines, own)).isTrue();
        assertThat(isSaidBy(reply)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "<",
                "a@",
                "user ",
                "no such ",
                "relay not ",
                "550-",
                "a.",
                "not listed ",
                "\\xE9",
                "mailbox x"
            })
    void longestReplyShouldBeReadInLittleTime(String piece) {
        String text = "550 " + piece.repeat(8192 / piece.length());

        assertThat(timeToRead(text)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void ownWordsShouldCountForNoOtherReply() {
        assertThat(UnknownMailbox.isSaidBy(550, "5.4.10 rejected", List.of(new ReplyBeginning("550 5.4.1"))))
                .isFalse();
    }

    private static Duration timeToRead(String text) {
        long start = System.nanoTime();
        UnknownMailbox.isSaidBy(550, text, NONE);
        FullMailbox.isSaidBy(550, text);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static boolean isSaidBy(String reply) {
        return UnknownMailbox.isSaidBy(code(reply), reply.replace("\\n", "\n"), NONE);
    }

    private static boolean isSaidToVrfy(String reply) {
        return UnknownMailbox.isSaidToVrfy(code(reply), reply.replace("\\n", "\n"), NONE);
    }

    private static int code(String reply) {
        return Integer.parseInt(reply.substring(0, 3));
    }
}
