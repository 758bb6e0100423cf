// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replies to RCPT as servers write them, sources as in {@link RefusedClient}. */
@Tag("D7")
class RefusedClientTest {
    private static boolean isSaidBy(String reply) {
        return RefusedClient.isSaidBy(Integer.parseInt(reply.substring(0, 3)), reply);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Postfix     | 554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied
            Postfix     | 550 5.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]
            Postfix     | 550 5.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.1]
            Postfix     | 504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname
            Postfix     | 550 5.7.1 <paris>: Helo command rejected: Host not found
            Postfix     | 501 5.5.2 <pa_ris>: Helo command rejected: Invalid name
            Postfix     | 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; https://example.org/q?ip=192.0.2.1
            Postfix     | 554 5.7.1 Service unavailable; Unverified Client host [paris.example] blocked using rhsbl.example
            Postfix     | 554 5.7.1 Service unavailable; Helo command [paris.example] blocked using rhsbl.example
            Postfix     | 554 5.7.1 Service unavailable; Sender address [ann@example.net] blocked using rhsbl.example
            Postfix     | 553 5.7.1 <ann@example.net>: Sender address rejected: not logged in
            Postfix     | 550 5.1.0 <ann@example.com>: Sender address rejected: User unknown in virtual mailbox table
            Postfix     | 554 5.7.1 <ann@example.net>: Sender address rejected: Access denied
            Postfix     | 554 5.7.1 <bob@example.com>: Relay access denied
            Postfix     | 530 5.7.0 Must issue a STARTTLS command first
            Postfix     | 554 5.7.0 Reject, session encryption is required
            policyd-spf | 550 5.7.23 <bob@example.com>: Recipient address rejected: Message rejected due to: SPF fail - not authorized
            Exim        | 550 relay not permitted
            Exim        | 550 rejected because 192.0.2.1 is in a black list at dnsbl.example
            Exim        | 550 Sender verify failed
            Exim        | 550-Verification failed for <ann@example.net> 550 Sender verify failed
            Exim        | 550 HELO required before MAIL
            sendmail    | 550 5.7.1 <bob@example.com>... Relaying denied
            sendmail    | 550 5.7.1 <bob@example.com>... Relaying denied. IP name lookup failed [192.0.2.1]
            sendmail    | 550 5.7.1 <bob@example.com>... Access denied
            sendmail    | 550 5.7.1 Fix reverse DNS for 192.0.2.1
            qmail       | 553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)
            Exchange    | 550 5.7.1 Unable to relay
            Exchange    | 530 5.7.1 Client was not authenticated
            Exchange    | 550 5.7.1 Client does not have permissions to send as this sender
            anybody     | 550 5.7.1 Your IP address is listed
            anybody     | 550-5.7.1 no 550 5.7.1 Your server sends too much
            anybody     | 550 5.7.1 Command rejected
            """)
    void replyShouldBeAboutTheClient(String server, String reply) {
        assertThat(isSaidBy(reply)).as(server).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Postfix   | 550 5.1.1 <bob@example.com>: Recipient address rejected: User unknown in local recipient table
            Postfix   | 554 5.7.1 <bob@example.com>: Recipient address rejected: Access denied
            Postfix   | 550 5.1.8 <ann@gone.example>: Sender address rejected: Domain not found
            Postfix   | 450 4.7.1 Client host rejected: cannot find your reverse hostname
            Postfix   | 550 5.7.1 <bob@example.com>: Recipient address rejected: user unknown by policy
            a name    | 550 5.1.1 <relay.denied@example.com>: no such user
            a name    | 550 5.1.1 Unknown user: helo@example.com
            Exim      | 550 Unknown user
            sendmail  | 550 5.1.1 <bob@example.com>... User unknown
            Dovecot   | 550 5.2.2 <bob@example.com> Quota exceeded (mailbox for user is full)
            anybody   | 550 5.2.1 The account is disabled
            anybody   | 550 5.7.1 <list@example.com> only members may post to this list
            Exchange  | 550 5.7.1 RESOLVER.RST.AuthRequired; authentication required
            Exchange  | 550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup
            Microsoft | 550 5.4.1 Recipient address rejected: Access denied. AS(201806281)
            James     | 550 5.1.1 Unknown user: bob@example.com
            a mail    | 550 5.3.4 your server sends a message that is too big
            """)
    void replyShouldNotBeAboutTheClient(String server, String reply) {
        assertThat(isSaidBy(reply)).as(server).isFalse();
    }
}
