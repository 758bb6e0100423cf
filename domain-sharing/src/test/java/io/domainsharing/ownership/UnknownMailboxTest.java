// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies to RCPT and VRFY as products give them; {@code \n} stands for the next line. */
@Tag("L4")
class UnknownMailboxTest extends UnknownMailboxFixture {
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

    @Test
    void ownWordsShouldCountForNoOtherReply() {
        assertThat(UnknownMailbox.isSaidBy(550, "5.4.10 rejected", List.of(new ReplyBeginning("550 5.4.1"))))
                .isFalse();
    }
}
