// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.PeerProof;
import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.ReplyBeginning;
import io.domainsharing.ownership.log.LogLimit;
import io.domainsharing.smtpclient.ScriptedSmtpServer;
import io.domainsharing.smtpclient.SmtpClient;
import io.domainsharing.smtpclient.SmtpClientConfiguration;
import io.domainsharing.smtpclient.SmtpOutcome;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What both ways by SMTP have in common: client, connections and server as they are, on loopback. */
abstract class SmtpPeerLookupContract extends PeerLookupContract {
    private static final Pattern ADDRESS = Pattern.compile("(?:VRFY |RCPT TO:<)([^>]+@[^>]+)>?");

    final ScriptedSmtpServer server =
            new ScriptedSmtpServer(new InetSocketAddress(loopback(1), 0)).on(method().name(), this::reply);
    private final SmtpClient client = SmtpClient.create(SmtpClientConfiguration.of(resolver, "asker.example")
            .withTimes(Duration.ofMillis(600), BUDGET, Duration.ofSeconds(5)));
    private SmtpExchange inquiry = client::ask;
    boolean fallback;

    private String reply(String line) {
        return line.contains("frank@")
                ? "250 2.1.5 frank@example.com"
                : line.contains("full@") ? "452 4.2.2 mailbox full" : "550 5.1.1 no such user";
    }

    @Override
    int port() {
        return server.port();
    }

    @Override
    PeerLookup lookup(Peer peer) {
        return new SmtpPeerLookup(
                peer,
                inquiry,
                new RcptFallback(asked -> fallback, new LogLimit(Clock.systemUTC())),
                BUDGET,
                System::nanoTime);
    }

    @Override
    List<String> asked() {
        return server.heard().stream()
                .map(ADDRESS::matcher)
                .filter(found -> found.matches())
                .map(found -> found.group(1))
                .toList();
    }

    @Override
    void mute() {
        server.on(method().name(), line -> ScriptedSmtpServer.SILENCE);
    }

    @Override
    void refuse() {
        server.on(method().name(), line -> "550 5.7.1 not for you");
    }

    @Override
    void stop() {
        server.close();
    }

    @Override
    void closeAll() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(connection)", "EHLO"})
    void refusalBeforeTheQuestionShouldBePolicyAndNeverANo(String step) throws Exception {
        server.on(step, line -> "550 5.1.1 user unknown").on("HELO", line -> "550 5.1.1 user unknown");

        assertThat(reasonOf(ask("x@example.com", loopback(1)))).isEqualTo(Reason.REFUSED);
        assertThat(asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"421 4.3.2 closing", "451 4.3.0 database down", "450 4.2.0 greylisted", "454 later"})
    void temporaryRepliesShouldBeNoAnswerOfAPeerThatIsAlive(String reply) throws Exception {
        server.on(method().name(), line -> reply);

        assertThat(reasonOf(ask("x@example.com", loopback(1)))).isEqualTo(Reason.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.7.1 relaying denied",
                "554 5.7.1 spam",
                "550 5.7.26 unauthenticated",
                "554 no",
                "550 Rejected (5.7.1)",
                "550-Your IP is listed\r\n550 5.7.1 See example.net",
                "550-5.1.1 Rejected\r\n550 5.7.1 Your IP is listed",
                "550-5.2.1 Rejected\r\n550 5.7.1 Your IP is listed"
            })
    void policyShouldBeNoAnswer(String reply) throws Exception {
        server.on(method().name(), line -> reply);

        assertThat(reasonOf(ask("x@example.com", loopback(1)))).isEqualTo(Reason.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"452 4.2.2 over quota", "450 4.2.1 disabled", "550 5.2.1 disabled", "552 5.2.2 full"})
    void mailboxThatTakesNoMailNowShouldExist(String reply) throws Exception {
        server.on(method().name(), line -> reply);

        assertThat(ask("x@example.com", loopback(1))).isEqualTo(new PeerAnswer.NotNow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.1.1 no \u001b[31msuch user",
                "550 no such user \u00e9",
                "550-5.1.1 bo\u00eete\r\n550 5.1.1 inconnue"
            })
    void noShouldCountWhateverLettersItsTextHas(String reply) throws Exception {
        server.on(method().name(), line -> reply);

        assertThat(ask("x@example.com", loopback(1))).isEqualTo(new PeerAnswer.Unknown());
    }

    @ParameterizedTest
    @CsvSource({
        "550 5.7.1 Recipient rejected, Unknown",
        "550 5.7.1 recipient  REJECTED by rule 7, Unknown",
        "550 5.7.1 Sender rejected, NoAnswer",
        "450 5.7.1 Recipient rejected, NoAnswer",
        "250 2.1.5 Recipient ok, Accepts"
    })
    void wordsOfThePeerShouldBeANo(String reply, String expected) throws Exception {
        server.on(method().name(), line -> reply);
        Peer peer = new Peer(
                new PeerName("tokyo"),
                List.of(HostAndPort.fromParts("127.0.0.1", port())),
                method(),
                port(),
                null,
                List.of(),
                Set.of(),
                PeerProof.AUTO,
                PeerTls.DEFAULT,
                List.of(new ReplyBeginning("550 5.7.1 Recipient rejected")),
                PeerMode.SHARE,
                false);

        assertThat(lookup(peer)
                        .ask(new MailAddress("x@example.com"))
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)
                        .getClass()
                        .getSimpleName())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"required", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"})
    void peerThatRequiresTlsShouldNotBeAskedInClear(String tls) throws Exception {
        Peer peer = new Peer(
                new PeerName("tokyo"),
                List.of(HostAndPort.fromParts("127.0.0.1", port())),
                method(),
                port(),
                null,
                List.of(),
                Set.of(),
                PeerProof.AUTO,
                PeerTls.parse(tls),
                List.of(),
                PeerMode.SHARE,
                false);

        PeerAnswer answer = lookup(peer)
                .ask(new MailAddress("frank@example.com"))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);

        assertThat(reasonOf(answer)).isEqualTo(Reason.REFUSED);
        assertThat(asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e9550 5.1.1 no such user", "5500 what", "550 a\nb", "hello"})
    void unreadableReplyShouldBeNoAnswer(String reply) throws Exception {
        server.on(method().name(), line -> reply);

        assertThat(reasonOf(ask("x@example.com", loopback(1)))).isEqualTo(Reason.REFUSED);
        assertThat(((PeerAnswer.NoAnswer) ask("x@example.com", loopback(1))).detail())
                .matches("[ -~]{1,500}");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere only 127.0.0.1 is there without configuration")
    void secondHostShouldAnswerWhenTheFirstRefusesTheConnection() throws Exception {
        try (ScriptedSmtpServer busy = new ScriptedSmtpServer(new InetSocketAddress(loopback(2), server.port()))) {
            busy.on("(connection)", line -> "421 4.3.2 too busy" + ScriptedSmtpServer.CLOSE);

            assertThat(ask("frank@example.com", loopback(2), loopback(1))).isEqualTo(new PeerAnswer.Accepts());
            assertThat(busy.connections()).isEqualTo(1);
        }
    }

    @Test
    void secondHostShouldAnswerWhenTooManyQuestionsWaitForTheFirst() throws Exception {
        inquiry = (smtpServer, question, budget) ->
                smtpServer.host().equals("127.0.0.2") ? overloaded() : client.ask(smtpServer, question, budget);

        assertThat(ask("frank@example.com", loopback(2), loopback(1))).isEqualTo(new PeerAnswer.Accepts());
    }

    @Test
    void peerShouldNotCountAsSilentWhenOneOfItsHostsHadNoTurn() throws Exception {
        stop();
        inquiry = (smtpServer, question, budget) ->
                smtpServer.host().equals("127.0.0.2") ? overloaded() : client.ask(smtpServer, question, budget);

        assertThat(reasonOf(ask("frank@example.com", loopback(2), loopback(1)))).isEqualTo(Reason.OVERLOADED);
    }

    private static CompletionStage<SmtpOutcome> overloaded() {
        return CompletableFuture.completedStage(new SmtpOutcome.NoAnswer(SmtpOutcome.Reason.OVERLOADED, "too many"));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere only 127.0.0.1 is there without configuration")
    void refusalOfTheFirstHostShouldCountMoreThanTheSilenceOfTheSecond() throws Exception {
        server.on("(connection)", line -> "421 4.3.2 too busy" + ScriptedSmtpServer.CLOSE);

        assertThat(reasonOf(ask("frank@example.com", loopback(1), loopback(3)))).isEqualTo(Reason.REFUSED);
    }
}
