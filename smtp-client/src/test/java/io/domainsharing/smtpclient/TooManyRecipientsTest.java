// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5321 section 4.5.3.1.10. */
@Timeout(60)
@Tag("D7")
class TooManyRecipientsTest extends DeliveryBench {
    private final AtomicInteger inTransaction = new AtomicInteger();

    private static String[] users(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "user" + i + "@example.com")
                .toArray(String[]::new);
    }

    /** Takes so many in one transaction. */
    private void takes(int most, String refusal) {
        server.on("MAIL", line -> {
                    inTransaction.set(0);
                    return "250 ok";
                })
                .on("RCPT", line -> inTransaction.incrementAndGet() <= most ? "250 ok" : refusal);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            PIPELINING, 100, 452 4.5.3 too many recipients, 130, 2
            PIPELINING, 10,  552 too many recipients,       35,  4
            PIPELINING, 50,  452 too many,                  100, 2
            HELP,       3,   452 4.5.3 too many recipients, 7,   3
            HELP,       1,   452 4.5.3 one at a time,       3,   3
            """)
    void restShouldBeSentAtOnceByFurtherTransactions(
            String keyword, int most, String refusal, int recipients, int transactions) {
        offers(keyword);
        takes(most, refusal);
        String[] users = users(recipients);

        DeliveryOutcome outcome = deliver(users);

        assertThat(users).allSatisfy(user -> assertThat(told(outcome, user)).isEqualTo("delivered"));
        assertThat(server.messages()).hasSize(transactions);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void serverThatTakesNobodyShouldNotBeAskedAgain() {
        takes(0, "452 4.2.2 full");

        DeliveryOutcome outcome = deliver(users(3));

        assertThat(outcome.results().values()).extracting(DeliveryBench::told).containsOnly("RCPT 452 4.2.2 full");
        assertThat(server.heard("MAIL")).isEqualTo(1);
    }

    @Test
    void mailboxThatIsFullShouldBeAskedOnceMoreAndNoMore() {
        server.on("RCPT", line -> line.contains("user1@") ? "452 4.2.2 full" : "250 ok");

        DeliveryOutcome outcome = deliver(users(3));

        assertThat(told(outcome, "user1@example.com")).isEqualTo("RCPT 452 4.2.2 full");
        assertThat(told(outcome, "user2@example.com")).isEqualTo("delivered");
        assertThat(server.heard("MAIL")).isEqualTo(2);
        assertThat(server.messages()).hasSize(1);
    }

    @Test
    void restShouldWaitWhenTheMessageIsNotTakenNow() {
        takes(2, "452 4.5.3 too many");
        server.on("(message)", message -> "451 4.3.0 later");
        String[] users = users(3);

        DeliveryOutcome outcome = deliver(users);

        assertThat(Arrays.copyOf(users, 2))
                .allSatisfy(user -> assertThat(told(outcome, user)).isEqualTo("CONTENT 451 4.3.0 later"));
        assertThat(told(outcome, users[2])).isEqualTo("RCPT 452 4.5.3 too many");
        assertThat(server.heard("MAIL")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"DATA,DATA", "(message),CONTENT"})
    void restShouldHearItsOwnRefusalOfTheMessage(String command, Stage stage) {
        takes(2, "452 4.5.3 too many");
        server.on(command, message -> "554 5.6.0 spam");

        DeliveryOutcome outcome = deliver(users(5));

        assertThat(outcome.results().values()).extracting(DeliveryBench::told).containsOnly(stage + " 554 5.6.0 spam");
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void thoseWhoHaveTheMessageShouldKeepItWhenTheSessionIsLostLater() {
        takes(2, "452 4.5.3 too many");
        server.on("(message)", message -> server.messages().size() == 1 ? "250 ok" : ScriptedSmtpServer.CLOSE);
        String[] users = users(5);

        DeliveryOutcome outcome = deliver(users);

        assertThat(Arrays.stream(users).map(user -> told(outcome, user)))
                .containsExactly(
                        "delivered",
                        "delivered",
                        "CONTENT unanswered",
                        "CONTENT unanswered",
                        "RCPT 452 4.5.3 too many");
    }
}
