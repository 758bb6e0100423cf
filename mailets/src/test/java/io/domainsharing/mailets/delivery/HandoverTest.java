// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import io.domainsharing.smtpclient.ScriptedSmtpServer;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the replies of a peer that is another program come to. */
@Timeout(120)
@Tag("D7")
class HandoverTest extends HandoverFixture {
    @ParameterizedTest
    @CsvSource({"(message)", "DATA", "MAIL"})
    void messageThatIsTooLargeShouldBeReturnedAtOnce(String command) throws Exception {
        tokyo.on(command, line -> "552 Quota exceeded");

        send(BOB);

        awaitReturned("552 Quota exceeded");
    }

    @Test
    void recipientWhoseMailboxIsFullShouldWait() throws Exception {
        tokyo.on("RCPT", line -> "552 5.2.2 full");

        send(BOB);

        assertThat(awaitKept()).contains("552 5.2.2 full");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            (connection) | 554 5.7.1 no service for you    | the connection
            HELO         | 504 5.5.2 <localhost>: rejected | EHLO
            MAIL         | 550 5.7.1 your IP is listed     | MAIL
            RCPT         | 504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname | RCPT
            RCPT         | 554 5.7.1 <x[192.0.2.1]>: Client host rejected: Access denied | RCPT
            """)
    void mailShouldWaitWhereAPeerRefusesThisServerAndTheOperatorBeTold(String command, String reply, String named)
            throws Exception {
        tokyo.on("EHLO", line -> command.equals("HELO") ? "500 what" : "250-x\r\n250 PIPELINING")
                .on(command, line -> reply);

        send(BOB);

        assertThat(awaitKept()).contains(reply);
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("The peer tokyo takes no mail from this server", reply + " to " + named, "delivery/heloName");
    }

    @Test
    void mailShouldBeReturnedWhereAPeerRefusesItsSender() throws Exception {
        tokyo.on("MAIL", line -> "550 5.1.8 no such domain");

        send(BOB);

        awaitReturned("550 5.1.8 no such domain");
    }

    @Test
    void ownWordsOfAPeerForAnUnknownUserShouldHaveTheMailLookedUpAgain() throws Exception {
        tokyo.on("RCPT", line -> "550 5.7.133 sender is no member");

        send(BOB);

        await().until(() -> bench.queued("spool").size() == 1);
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void manyRecipientsShouldAllHaveTheMessageAtOnceWhereAPeerTakesAHundred() throws Exception {
        int[] taken = {0};
        tokyo.on("MAIL", line -> {
                    taken[0] = 0;
                    return "250 ok";
                })
                .on("RCPT", line -> ++taken[0] <= 100 ? "250 ok" : "452 4.5.3 too many recipients");

        send(IntStream.range(0, 130).mapToObj(i -> "user" + i + "@example.com").toArray(String[]::new));

        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(2));
        await().untilAsserted(() -> assertThat(bench.queued(QUEUE)).isEmpty());
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void mailThatMayHaveBeenTakenShouldNotGoToTheSmartHostToo() throws Exception {
        try (SmtpSink smart = new SmtpSink(0)) {
            bench.close();
            bench = new Bench(
                    new DeliveryConfiguration(
                            "1 hour", Duration.ofDays(5), 5, smart.address(), true, DeliveryConfigurations.HANDOVER),
                    peer(PeerTls.DEFAULT));
            tokyo.on("(message)", message -> ScriptedSmtpServer.CLOSE);

            send(BOB);

            assertThat(awaitKept()).contains("come twice");
            assertThat(smart.taken()).isEmpty();
        }
    }
}
