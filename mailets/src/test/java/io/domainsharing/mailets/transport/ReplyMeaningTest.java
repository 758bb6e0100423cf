// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.smtpclient.SmtpReply;
import io.domainsharing.smtpclient.Stage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("D7")
class ReplyMeaningTest {
    private static boolean isFinal(Stage stage, String reply, boolean fromPeer) {
        return ReplyMeaning.isFinal(
                stage, new SmtpReply(Integer.parseInt(reply.substring(0, 3)), List.of(reply.substring(4))), fromPeer);
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void mailShouldWaitForWhatIsSaidForNow(Stage stage) {
        for (String reply : List.of("421 4.3.2 bye", "451 4.3.0 later", "452 4.5.3 too many", "250 what", "354 what")) {
            assertThat(isFinal(stage, reply, true)).isFalse();
            assertThat(isFinal(stage, reply, false)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            GREETING | 554 5.7.1 no service for you       | false | false
            EHLO     | 504 5.5.2 need fully-qualified     | false | false
            TLS      | 502 5.5.1 what                     | false | false
            AUTH     | 535 5.7.8 who                      | false | false
            MAIL     | 550 5.7.1 blocked by a list        | false | true
            MAIL     | 554 5.7.1 reverse DNS does not fit | false | true
            MAIL     | 530 5.7.0 authentication required  | false | true
            MAIL     | 550 no                             | false | true
            MAIL     | 550 5.1.8 sender domain is not     | true  | true
            MAIL     | 501 5.1.7 bad sender               | true  | true
            MAIL     | 553 sender rejected                | true  | true
            MAIL     | 550 5.6.7 no UTF-8                 | true  | true
            MAIL     | 552 5.3.4 too large                | true  | true
            MAIL     | 552 too large                      | true  | true
            MAIL     | 554 5.3.4 too large                | true  | true
            RCPT     | 550 5.1.1 nobody                   | true  | true
            RCPT     | 550 5.1.1 <bob@example.com>: Recipient address rejected: User unknown | true | true
            RCPT     | 550 5.2.1 mailbox disabled         | true  | true
            RCPT     | 550 5.7.1 <list@example.com>: only members may post | true | true
            RCPT     | 550 5.7.1 <bob@example.com>: Recipient address rejected: Access denied | true | true
            RCPT     | 550 5.1.8 <ann@example.net>: Sender address rejected: Domain not found | true | true
            RCPT     | 552 5.3.4 message too big          | false | false
            RCPT     | 504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname | false | true
            RCPT     | 554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied | false | true
            RCPT     | 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example | false | true
            RCPT     | 553 5.7.1 <ann@example.net>: Sender address rejected: not logged in | false | true
            RCPT     | 554 5.7.1 <bob@example.com>: Relay access denied | false | true
            RCPT     | 550 5.7.1 <bob@example.com>... Relaying denied | false | true
            RCPT     | 530 5.7.0 Must issue a STARTTLS command first | false | true
            RCPT     | 550 5.7.1 Access denied            | false | true
            RCPT     | 552 5.2.2 full                     | false | false
            RCPT     | 552 too many                       | false | false
            DATA     | 552 5.2.2 full                     | true  | true
            DATA     | 554 5.5.1 no                       | true  | true
            CONTENT  | 552 Quota exceeded                 | true  | true
            CONTENT  | 554 5.7.1 spam                     | true  | true
            """)
    void permanentReplyShouldBeTheLastWordOnlyOnThisMail(
            Stage stage, String reply, boolean fromPeer, boolean fromGateway) {
        assertThat(isFinal(stage, reply, true)).as("from a peer").isEqualTo(fromPeer);
        assertThat(isFinal(stage, reply, false)).as("from a gateway").isEqualTo(fromGateway);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            GREETING | 554 5.7.1 no service for you                 | true
            MAIL     | 550 5.7.1 blocked by a list                  | true
            MAIL     | 550 5.1.8 sender domain is not               | false
            RCPT     | 550 5.7.1 <a.example>: Client host rejected: Access denied | true
            RCPT     | 550 5.1.1 nobody                             | false
            RCPT     | 450 4.7.1 Client host rejected: cannot find your hostname | false
            CONTENT  | 554 5.7.1 Your IP is blocked using a list    | false
            """)
    void replyThatIsAboutThisServerShouldBeForAnOperator(Stage stage, String reply, boolean isPolicy) {
        assertThat(ReplyMeaning.isPolicyAgainstUs(
                        stage, new SmtpReply(Integer.parseInt(reply.substring(0, 3)), List.of(reply.substring(4)))))
                .isEqualTo(isPolicy);
    }
}
