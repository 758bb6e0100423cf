// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies as products give them that refuse, and say nothing of the mailbox; {@code \n} stands for the next line. */
@Tag("L4")
class OtherRefusalTest extends UnknownMailboxFixture {
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

    private static Duration timeToRead(String text) {
        long start = System.nanoTime();
        UnknownMailbox.isSaidBy(550, text, NONE);
        FullMailbox.isSaidBy(550, text);
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
