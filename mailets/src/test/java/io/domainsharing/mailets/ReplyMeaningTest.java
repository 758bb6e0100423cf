// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

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
}
