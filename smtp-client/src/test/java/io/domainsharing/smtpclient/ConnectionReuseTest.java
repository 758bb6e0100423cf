// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.smtpclient.SmtpCommand.Rcpt;
import io.domainsharing.smtpclient.SmtpCommand.Vrfy;
import io.domainsharing.smtpclient.SmtpOutcome.Answered;
import io.domainsharing.smtpclient.SmtpOutcome.NoAnswer;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several questions on one connection, and never a reply to the wrong one. */
@Timeout(30)
@Tag("V1")
class ConnectionReuseTest extends ClientBench {
    @Test
    void connectionShouldServeOneQuestionAfterTheOther() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(reply(new Rcpt("user" + i + "@example.com")).code()).isEqualTo(250);
        }

        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.heard("EHLO")).isEqualTo(1);
        assertThat(server.heard("RCPT")).isEqualTo(20);
    }

    @Test
    void manyQuestionsAtOnceShouldShareFewConnections() throws Exception {
        configure(defaults.withConnections(3, 1000));

        assertThat(askAtOnce(200)).allMatch(Answered.class::isInstance);
        assertThat(server.connections()).isLessThanOrEqualTo(3);
    }

    @Test
    void questionThatWaitedForItsTurnShouldNotEndAsSilenceOfTheServer() throws Exception {
        configure(defaults.withConnections(1, 50)
                .withTimes(Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofSeconds(5)));
        server.on("RCPT", line -> ScriptedSmtpServer.SILENCE);

        List<Reason> reasons = askAtOnce(5).stream()
                .map(outcome -> ((NoAnswer) outcome).reason())
                .sorted()
                .toList();
        assertThat(reasons)
                .as("the first one was asked")
                .containsExactly(
                        Reason.TIMEOUT, Reason.OVERLOADED, Reason.OVERLOADED, Reason.OVERLOADED, Reason.OVERLOADED);
    }

    @Test
    void questionThatCameTooLateToBeAnsweredShouldNotEndAsSilenceOfTheServer() throws Exception {
        configure(defaults.withConnections(1, 50)
                .withTimes(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(5)));
        CountDownLatch half = new CountDownLatch(1);
        server.on("RCPT", line -> line.contains("bob") ? whenOpen(half) : ScriptedSmtpServer.SILENCE);
        CompletableFuture<SmtpOutcome> bob = start(BOB);
        CompletableFuture<SmtpOutcome> eve = start(EVE);
        Awaitility.await().until(() -> server.heard("RCPT") == 1);
        half.countDown();

        assertThat(bob.get(10, TimeUnit.SECONDS)).isInstanceOf(Answered.class);
        assertThat(((NoAnswer) eve.get(10, TimeUnit.SECONDS)).reason()).isEqualTo(Reason.OVERLOADED);
        assertThat(server.heard("RCPT")).as("eve was asked about").isEqualTo(2);
    }

    @Test
    void silenceThroughAWholeStepShouldBeSilenceAlsoWhenTheQuestionHadToWait() throws Exception {
        configure(defaults.withConnections(1, 50)
                .withTimes(Duration.ofMillis(400), Duration.ofSeconds(10), Duration.ofSeconds(5)));
        server.on("RCPT", line -> ScriptedSmtpServer.SILENCE);

        assertThat(askAtOnce(2)).allMatch(outcome -> ((NoAnswer) outcome).reason() == Reason.TIMEOUT);
    }

    private static String whenOpen(CountDownLatch latch) {
        try {
            latch.await(5, TimeUnit.SECONDS);
            return "250 ok";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void repliesShouldBeThoseToTheirOwnQuestions() throws Exception {
        server.on("RCPT", line -> "250 " + line);
        for (SmtpOutcome outcome : askAtOnce(100)) {
            assertThat(outcome).isInstanceOf(Answered.class);
        }

        assertThat(reply(BOB).lines()).containsExactly("RCPT TO:<bob@example.com>");
        assertThat(reply(EVE).lines()).containsExactly("RCPT TO:<eve@example.com>");
    }

    @Test
    void connectionShouldBeEndedAfterSoManyQuestions() throws Exception {
        configure(defaults.withConnections(1, 5));

        assertThat(askAtOnce(20)).allMatch(Answered.class::isInstance);
        assertThat(server.connections()).isEqualTo(4);
        Awaitility.await().until(() -> server.heard("QUIT") == 4 && server.open() == 0);
    }

    @Test
    void connectionShouldBeEndedBeforeAServerTiresOfRefusing() throws Exception {
        configure(defaults.withConnections(1, 50));
        server.on("RCPT", line -> "550 5.1.1 no");

        assertThat(askAtOnce(16)).allMatch(Answered.class::isInstance);
        assertThat(server.connections()).isEqualTo(16 / ServerConnections.MOST_REFUSALS);
    }

    @Test
    void connectionShouldBeEndedWhenNobodyUsesIt() throws Exception {
        configure(defaults.withTimes(Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofMillis(200)));
        reply(BOB);

        Awaitility.await().until(() -> server.heard("QUIT") == 1 && server.open() == 0);
        Awaitility.await().until(() -> client.servers() == 0);
        assertThat(reply(BOB).code()).isEqualTo(250);
    }

    @Test
    void questionShouldBeAskedOnceMoreWhenTheServerHasClosedTheConnectionMeanwhile() throws Exception {
        reply(BOB);
        awaitResets(1);
        AtomicInteger times = new AtomicInteger();
        server.on("MAIL", line -> times.incrementAndGet() == 1 ? ScriptedSmtpServer.CLOSE : "250 ok");

        assertThat(reply(EVE).code()).isEqualTo(250);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void questionShouldBeAskedOnceMoreWhenTheServerEndsTheOldSession() throws Exception {
        reply(BOB);
        awaitResets(1);
        AtomicInteger times = new AtomicInteger();
        server.on(
                "MAIL", line -> times.incrementAndGet() == 1 ? "421 4.4.2 idle" + ScriptedSmtpServer.CLOSE : "250 ok");

        assertThat(reply(EVE).code()).isEqualTo(250);
    }

    @Test
    void questionShouldBeAskedOnceMoreWhenTheOldConnectionIsDead() throws Exception {
        configure(defaults.withTimes(Duration.ofMillis(400), Duration.ofSeconds(5), Duration.ofSeconds(5)));
        reply(BOB);
        awaitResets(1);
        AtomicInteger times = new AtomicInteger();
        server.on("MAIL", line -> times.incrementAndGet() == 1 ? ScriptedSmtpServer.SILENCE : "250 ok");

        assertThat(reply(EVE).code()).isEqualTo(250);
    }

    @Test
    void questionShouldNotBeAskedOnAndOn() throws Exception {
        reply(BOB);
        awaitResets(1);
        server.on("MAIL", line -> ScriptedSmtpServer.CLOSE);

        assertThat(none(EVE).reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(server.heard("MAIL")).isEqualTo(3);
    }

    @Test
    void vrfyShouldBeAskedOnceMoreWhenTheServerIsTiredOfTheConnection() throws Exception {
        AtomicInteger times = new AtomicInteger();
        server.on("VRFY", line -> times.incrementAndGet() == 11 ? "554 Too many nonmail commands" : "250 ok");

        for (int i = 0; i < 12; i++) {
            assertThat(reply(new Vrfy("bob@example.com")).code()).isEqualTo(250);
        }
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void connectionShouldEndWhenTheServerSpeaksWithoutBeingAsked() throws Exception {
        reply(BOB);
        awaitResets(1);
        server.sessions().get(0).say("250 and one more\r\n");
        Awaitility.await().until(() -> server.open() == 0);
        server.on("RCPT", line -> "550 5.1.1 no");

        assertThat(reply(EVE).code()).isEqualTo(550);
    }

    @Test
    void beginningOfALineThatNobodyAskedForShouldEndTheConnection() throws Exception {
        reply(BOB);
        awaitResets(1);
        server.sessions().get(0).say("250 half of it");

        Awaitility.await().until(() -> server.open() == 0);
    }

    @Test
    void surplusReplyShouldNotBeTakenForThatToTheNextQuestion() throws Exception {
        configure(defaults.withConnections(1, 50));
        server.on("RSET", line -> "250 ok\r\n250 surplus");
        server.on("RCPT", line -> line.contains("bob") ? "250 ok" : "550 5.1.1 no");
        CompletableFuture<SmtpOutcome> bob = start(BOB);
        CompletableFuture<SmtpOutcome> eve = start(EVE);

        assertThat(((Answered) bob.get(10, TimeUnit.SECONDS)).reply().code()).isEqualTo(250);
        assertThat(((Answered) eve.get(10, TimeUnit.SECONDS)).reply().code()).isEqualTo(550);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void lateReplyShouldNotBeTakenForThatToTheNextQuestion() throws Exception {
        configure(defaults.withConnections(1, 50)
                .withTimes(Duration.ofMillis(300), Duration.ofSeconds(5), Duration.ofSeconds(5)));
        CountDownLatch asked = new CountDownLatch(1);
        server.on("RCPT", line -> {
            if (line.contains("eve")) {
                return "550 5.1.1 no";
            }
            // bob's reply comes when eve is asked about
            return whenOpen(asked);
        });
        assertThat(none(BOB).reason()).isEqualTo(Reason.TIMEOUT);
        CompletableFuture<SmtpOutcome> eve = start(EVE);
        asked.countDown();

        assertThat(((Answered) eve.get(10, TimeUnit.SECONDS)).reply().code()).isEqualTo(550);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void connectionShouldNotBeUsedAgainWhenItsResetFails() throws Exception {
        server.on("RSET", line -> "500 what");
        reply(BOB);
        Awaitility.await().until(() -> server.open() == 0);

        assertThat(reply(EVE).code()).isEqualTo(250);
        assertThat(server.connections()).isEqualTo(2);
    }
}
