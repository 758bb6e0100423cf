// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.smtpclient.SmtpCommand.Etrn;
import io.domainsharing.smtpclient.SmtpCommand.Vrfy;
import io.domainsharing.smtpclient.SmtpOutcome.Answered;
import io.domainsharing.smtpclient.SmtpOutcome.NoAnswer;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions and replies. */
@Timeout(30)
@Tag("V1")
class SmtpClientTest extends ClientBench {
    @Test
    void rcptShouldComeInATransactionFromTheNullSenderThatIsReset() throws Exception {
        server.on("RCPT", line -> "550 5.1.1 nobody of that name");
        SmtpReply reply = reply(BOB);

        assertThat(reply.code()).isEqualTo(550);
        assertThat(reply.lines()).containsExactly("5.1.1 nobody of that name");
        awaitResets(1);
        client.close();
        Awaitility.await().untilAsserted(() -> assertThat(server.heard())
                .containsExactly("EHLO asker.example", "MAIL FROM:<>", "RCPT TO:<bob@example.com>", "RSET", "QUIT"));
    }

    @Test
    void vrfyShouldGetItsReply() throws Exception {
        server.on("VRFY", line -> "250-2.1.5 Bob\r\n250 <bob@example.com>");

        assertThat(reply(new Vrfy("bob@example.com")).lines()).containsExactly("2.1.5 Bob", "<bob@example.com>");
        assertThat(server.heard()).contains("VRFY bob@example.com");
    }

    @Test
    void etrnShouldGetItsReply() throws Exception {
        server.on("ETRN", line -> "253 14 pending messages");

        assertThat(reply(new Etrn("@example.com")).code()).isEqualTo(253);
        assertThat(server.heard()).contains("ETRN @example.com");
    }

    @Test
    void commandsShouldComeTogetherWherePipeliningIsOffered() throws Exception {
        // Says nothing before it has heard all three.
        server.on("MAIL", line -> "").on("RCPT", line -> "").on("RSET", line -> "250 ok\r\n550 no\r\n250 ok");

        assertThat(reply(BOB).code()).isEqualTo(550);
    }

    @Test
    void commandsShouldWaitForTheirRepliesWherePipeliningIsNotOffered() throws Exception {
        server.on("EHLO", ScriptedSmtpServer.ehlo(Set.of("8BITMIME")));
        server.on("MAIL", line -> {
            server.sessions().get(0).say("250-wait\r\n");
            assertThat(server.heard("RCPT")).isZero();
            return "250 ok";
        });
        server.on("RCPT", line -> server.heard("RSET") == 0 ? "550 no" : "250 RSET came too early");

        assertThat(reply(BOB).code()).isEqualTo(550);
    }

    @Test
    void serverWithoutEhloShouldBeGreetedWithHelo() throws Exception {
        server.on("EHLO", line -> "502 what");

        assertThat(reply(BOB).code()).isEqualTo(250);
        assertThat(server.heard()).startsWith("EHLO asker.example", "HELO asker.example", "MAIL FROM:<>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(connection)", "EHLO", "MAIL", "HELO"})
    void refusalOfAnythingBeforeTheQuestionShouldBeNoReplyToIt(String step) throws Exception {
        server.on("EHLO", line -> step.equals("HELO") ? "500 what" : "250-x\r\n250 PIPELINING");
        server.on(step, line -> step.equals("EHLO") ? "451 not now" : "550 5.1.1 go away");

        NoAnswer none = none(BOB);
        assertThat(none.reason()).isEqualTo(Reason.REFUSED);
        assertThat(none.detail()).contains("refused");
        if (!step.equals("MAIL")) {
            Awaitility.await()
                    .untilAsserted(() -> assertThat(server.heard("QUIT")).isEqualTo(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(connection)", "EHLO", "MAIL", "RCPT"})
    void closingReplyShouldBeNoReplyToTheQuestion(String step) throws Exception {
        server.on(step, line -> "421 4.3.2 shutting down" + ScriptedSmtpServer.CLOSE);

        NoAnswer none = none(BOB);
        assertThat(none.reason()).isEqualTo(Reason.REFUSED);
        assertThat(none.detail()).contains("421 4.3.2 shutting down");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(connection)", "EHLO", "MAIL", "RCPT"})
    void silenceShouldEndWithTheStep(String step) throws Exception {
        configure(defaults.withTimes(Duration.ofMillis(300), Duration.ofSeconds(5), Duration.ofSeconds(5)));
        server.on(step, line -> ScriptedSmtpServer.SILENCE);

        NoAnswer none = none(BOB);
        assertThat(none.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(none.detail()).contains("silent for 300 ms");
        Awaitility.await().until(() -> server.open() == 0);
    }

    @Test
    void replyThatComesDripByDripShouldEndWithTheStepAsAWhole() throws Exception {
        configure(defaults.withTimes(Duration.ofMillis(400), Duration.ofSeconds(5), Duration.ofSeconds(5)));
        server.on("RCPT", line -> {
            ScriptedSmtpServer.Session session = server.sessions().get(0);
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(50))
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> {
                        session.say("250-wait\r\n");
                        return server.open() == 0;
                    });
            return "250 ok";
        });

        assertThat(none(BOB).reason()).isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void stepsTogetherShouldNotTakeLongerThanTheBudget() throws Exception {
        configure(defaults.withTimes(Duration.ofSeconds(5), Duration.ofMillis(700), Duration.ofSeconds(5)));
        server.on("RCPT", line -> ScriptedSmtpServer.SILENCE);

        assertThat(none(BOB))
                .isEqualTo(new NoAnswer(
                        Reason.TIMEOUT, "127.0.0.1:" + server.port() + " gave no answer within the budget"));
        Awaitility.await().until(() -> server.open() == 0);
    }

    @Test
    void serverShouldNotBeAskedWhenNoTimeIsLeft() throws Exception {
        assertThat(client.ask(new SmtpServer(server.host(), server.port()), BOB, Duration.ZERO)
                        .toCompletableFuture()
                        .get(1, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        NoAnswer.class, none -> assertThat(none.reason()).isEqualTo(Reason.TIMEOUT));
        assertThat(server.connections()).isZero();
    }

    @Test
    void serverShouldBeUnreachableWhenNobodyListens() throws Exception {
        server.close();

        assertThat(none(BOB).reason()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void connectionThatIsClosedWithoutAWordShouldBeUnreachable() throws Exception {
        server.on("(connection)", line -> ScriptedSmtpServer.CLOSE);

        assertThat(none(BOB).reason()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void unknownHostShouldBeUnresolvable() throws Exception {
        assertThat(client.ask(new SmtpServer("no-such-host.invalid", 25), BOB)
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        NoAnswer.class, none -> assertThat(none.reason()).isEqualTo(Reason.UNRESOLVABLE));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere only 127.0.0.1 is there without configuration")
    void everyAddressOfTheHostShouldBeTriedInOrder() throws Exception {
        InetAddress nobody = address("127.0.0.9");
        InetAddress busy = address("127.0.0.2");
        try (ScriptedSmtpServer other = new ScriptedSmtpServer(new InetSocketAddress(busy, server.port()))) {
            other.on("(connection)", line -> "554 no SMTP here");
            configure(SmtpClientConfiguration.of(resolvingTo(nobody, busy, address("127.0.0.1")), "asker.example"));

            assertThat(ask(BOB)).isInstanceOfSatisfying(Answered.class, answered -> assertThat(
                            answered.from().getAddress().getHostAddress())
                    .isEqualTo("127.0.0.1"));
            assertThat(other.connections()).isEqualTo(1);

            server.close();
            assertThat(none(BOB).reason()).as("one of them was there").isEqualTo(Reason.REFUSED);
        }
    }

    @Test
    void addressOfVersionSixShouldBeAsked() throws Exception {
        InetAddress loopback = address("::1");
        try (ScriptedSmtpServer six = new ScriptedSmtpServer(new InetSocketAddress(loopback, 0))) {
            assertThat(client.ask(new SmtpServer("[::1]", six.port()), BOB)
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS))
                    .isInstanceOf(Answered.class);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere only 127.0.0.1 is there without configuration")
    void questionShouldComeFromTheAddressThatIsBoundTo() throws Exception {
        configure(defaults.withBind(address("127.0.0.7")));
        server.on("RCPT", line -> "250 " + server.sessions().get(0).remote().getHostAddress());

        assertThat(reply(BOB).lines()).containsExactly("127.0.0.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000550 a", "55\u001b a", "550\u00fc", "what", "550 a\nb", "250-a\r\n550 b"})
    void whatIsNoReplyShouldEndTheConnection(String text) throws Exception {
        server.on("RCPT", line -> text);

        NoAnswer none = none(BOB);
        assertThat(none.reason()).isEqualTo(Reason.REFUSED);
        assertThat(none.detail()).matches("[ -~]{1,500}");
        Awaitility.await().until(() -> server.open() == 0);
    }

    @Test
    void lineOfTenMegabytesShouldEndTheConnectionAtItsBeginning() throws Exception {
        server.on("RCPT", line -> "550 " + "x".repeat(10_000_000));

        assertThat(none(BOB).detail()).contains("longer than 1024 octets");
        Awaitility.await().until(() -> server.open() == 0);
    }

    @Test
    void replyWithoutAnEndShouldEndTheConnection() throws Exception {
        server.on("RCPT", line -> "550-x\r\n".repeat(100_000) + "550 x");

        assertThat(none(BOB).detail()).contains("more than 100 lines");
    }

    @Test
    void moreQuestionsThanAllowedShouldBeRefusedAtOnce() throws Exception {
        configure(defaults.withMaximumInFlight(2).withConnections(1, 50));
        server.on("RCPT", line -> ScriptedSmtpServer.SILENCE);
        CompletableFuture<SmtpOutcome> first = start(BOB);
        CompletableFuture<SmtpOutcome> second = start(EVE);

        assertThat(none(BOB).reason()).isEqualTo(Reason.OVERLOADED);
        assertThat(client.inFlight()).isEqualTo(2);
        assertThat(List.of(first, second)).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void closeShouldAnswerEveryoneWhoWaitsAndWhoComesLater() throws Exception {
        server.on("RCPT", line -> ScriptedSmtpServer.SILENCE);
        configure(defaults.withConnections(1, 50));
        CompletableFuture<SmtpOutcome> asked = start(BOB);
        CompletableFuture<SmtpOutcome> waiting = start(EVE);
        Awaitility.await().until(() -> server.heard("RCPT") == 1);
        client.close();
        client.close();

        for (CompletableFuture<SmtpOutcome> each : List.of(asked, waiting, start(BOB))) {
            assertThat(each)
                    .isCompletedWithValueMatching(
                            outcome -> outcome instanceof NoAnswer none && none.reason() == Reason.CLOSED);
        }
        assertThat(client.inFlight()).isZero();
        Awaitility.await().until(() -> server.open() == 0);
    }

    private static InetAddress address(String literal) {
        return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(literal));
    }
}
