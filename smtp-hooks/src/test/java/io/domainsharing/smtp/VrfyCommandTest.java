// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.domainsharing.minger.MingerStatus;
import io.domainsharing.network.SourceLimiter;
import io.domainsharing.ownership.OwnAddresses;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** bob is here, full is over its quota, slow is answered when the test says so, and the rest is unknown. */
class VrfyCommandTest {
    private static final Predicate<InetAddress> EVERYBODY = Set.of(InetAddress.getLoopbackAddress())::contains;
    private static final Predicate<InetAddress> NOBODY = Set.<InetAddress>of()::contains;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Directory directory = new Directory();
    private final Deque<SmtpListener> listeners = new ArrayDeque<>();

    private SmtpClient connect(Predicate<InetAddress> allowed) throws Exception {
        return connect(true, allowed, 1_000, PATIENCE);
    }

    private SmtpClient connect(boolean enabled, Predicate<InetAddress> allowed, int perSecond, Duration patience)
            throws Exception {
        listeners.push(SmtpListener.with(parts -> command(parts, enabled, allowed, perSecond, patience)));
        return listeners.element().connect();
    }

    private CommandHandler<SMTPSession> command(
            SmtpListener.Parts parts,
            boolean enabled,
            Predicate<InetAddress> allowed,
            int perSecond,
            Duration patience) {
        return new VrfyCommand(
                enabled, allowed, directory, new SourceLimiter(perSecond, 10, () -> 0), patience, parts.services());
    }

    private CommandHandler<SMTPSession> configured(SmtpListener.Parts parts, Configuration configuration) {
        CommandHandler<SMTPSession> command = command(parts, true, EVERYBODY, 1, PATIENCE);
        try {
            command.init(configuration);
            return command;
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @AfterEach
    void stop() {
        listeners.forEach(SmtpListener::close);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            VRFY bob@example.com          | 250 2.1.5 <bob@example.com>
            VRFY <bob@example.com>        | 250 2.1.5 <bob@example.com>
            vrfy <BOB@Example.COM>        | 250 2.1.5 <bob@example.com>
            VRFY bob                      | 250 2.1.5 <bob@here.example>
            VRFY <bob>                    | 250 2.1.5 <bob@here.example>
            VRFY full@example.com         | 450 4.2.1 Mailbox takes no mail at present: <full@example.com>
            VRFY nobody@example.com       | 550 5.1.1 Unknown user: <nobody@example.com>
            VRFY bob@elsewhere.example    | 252 2.0.0 Cannot verify this address; try RCPT
            VRFY broken@example.com       | 451 4.4.3 Cannot verify addresses at present, try again later
            VRFY denied@example.com       | 451 4.4.3 Cannot verify addresses at present, try again later
            """)
    void askerShouldHearTheTruth(String command, String reply) throws Exception {
        try (SmtpClient client = connect(EVERYBODY)) {
            assertThat(client.exchange(command)).isEqualTo(reply);
            assertThat(client.exchange("NOOP")).startsWith("250");
            assertThat(listeners.element().count("smtp_replies_total{vrfy," + reply.substring(0, 3) + '}'))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VRFY",
                "VRFY ",
                "VRFY <>",
                "VRFY <bob@example.com",
                "VRFY bob@example.com>",
                "VRFY @",
                "VRFY bob@",
                "VRFY bob smith",
                "VRFY bob@example.com SMTPUTF8"
            })
    void rubbishShouldBeASyntaxErrorWhoeverSendsIt(String command) throws Exception {
        for (Predicate<InetAddress> allowed : List.of(EVERYBODY, NOBODY)) {
            try (SmtpClient client = connect(allowed)) {
                assertThat(client.exchange(command)).isEqualTo("501 5.5.4 Syntax: VRFY <user@example.com>");
            }
        }
        assertThat(directory.asked).isEmpty();
    }

    @Test
    void addressLongerThanAnAddressCanBeShouldBeASyntaxError() throws Exception {
        try (SmtpClient client = connect(EVERYBODY)) {
            assertThat(client.exchange("VRFY " + "x".repeat(400) + "@example.com"))
                    .startsWith("501");
        }
    }

    @Test
    void strangerShouldHearNothingAndCostNothing() throws Exception {
        try (SmtpClient client = connect(NOBODY)) {
            assertThat(client.lines("EHLO client.example")).noneMatch(line -> line.contains("VRFY"));
            for (String user : List.of("bob", "full", "nobody", "slow", "broken")) {
                assertThat(client.exchange("VRFY " + user + "@example.com"))
                        .isEqualTo("252 2.0.0 Cannot verify this address; try RCPT");
            }
        }
        assertThat(directory.asked).isEmpty();
    }

    @Test
    void ehloShouldOfferItToThoseWhoGetAnAnswer() throws Exception {
        try (SmtpClient client = connect(EVERYBODY)) {
            assertThat(client.lines("EHLO client.example"))
                    .anySatisfy(line -> assertThat(line).matches("250[- ]VRFY"));
        }
    }

    @Test
    void repliesShouldKeepTheOrderAndNobodyElseWaitWhileTheDirectoryIsSlow() throws Exception {
        try (SmtpClient client = connect(EVERYBODY)) {
            client.send("VRFY slow@example.com", "NOOP", "VRFY bob@example.com", "VRFY nobody@example.com", "QUIT");
            await().until(() -> directory.asked.contains("slow@example.com"));
            try (SmtpClient other = listeners.element().connect()) {
                assertThat(other.exchange("VRFY bob@example.com")).startsWith("250");
            }
            assertThat(client.hasReply()).isFalse();

            directory.slow.complete(Optional.of(MingerStatus.EXISTS));

            assertThat(client.replies(5))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("250", "250", "250", "550", "221");
        }
    }

    @Test
    void directoryShouldNotBeWaitedForForEver() throws Exception {
        try (SmtpClient client = connect(true, EVERYBODY, 1_000, Duration.ofMillis(50))) {
            assertThat(client.exchange("VRFY slow@example.com")).startsWith("451 4.4.3");
            assertThat(client.exchange("VRFY bob@example.com")).startsWith("250");
        }
    }

    @Test
    void mailShouldGoOnWhereVrfyComesInItsMiddle() throws Exception {
        try (SmtpClient client = connect(EVERYBODY).greet()) {
            client.send("VRFY slow@example.com", "RCPT TO:<bob@here.example>", "DATA");
            directory.slow.complete(Optional.of(MingerStatus.DOES_NOT_EXIST));
            assertThat(client.replies(3))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("550", "250", "354");
            client.send("Subject: hello", "", "hello", ".");
            assertThat(client.reply()).startsWith("250");
        }
    }

    @Test
    void vrfyShouldBeAnsweredAfterStartTls() throws Exception {
        try (SmtpClient client = connect(EVERYBODY)) {
            client.exchange("EHLO client.example");
            assertThat(client.exchange("VRFY bob@example.com")).startsWith("250");
            assertThat(client.exchange("STARTTLS")).startsWith("220");
            client.startTls();
            assertThat(client.exchange("VRFY nobody@example.com")).startsWith("550");
        }
    }

    @Test
    void whoAsksTooOftenShouldBeDeferred() throws Exception {
        try (SmtpClient client = connect(true, EVERYBODY, 2, PATIENCE)) {
            assertThat(client.exchange("VRFY bob@example.com")).startsWith("250");
            assertThat(client.exchange("VRFY bob@example.com")).startsWith("250");
            assertThat(client.exchange("VRFY bob@example.com")).startsWith("451 4.7.1");
            try (SmtpClient other = listeners.element().connect()) {
                assertThat(other.exchange("VRFY bob@example.com")).startsWith("451 4.7.1");
            }
        }
    }

    @Test
    void jamesShouldAnswerItselfWhenSharingIsSwitchedOff() throws Exception {
        try (SmtpClient client = connect(false, EVERYBODY, 1_000, PATIENCE)) {
            assertThat(client.lines("EHLO client.example")).noneMatch(line -> line.contains("VRFY"));
            assertThat(client.exchange("VRFY bob@example.com")).isEqualTo("502 5.3.3 VRFY is not supported");
        }
    }

    @Test
    void keyThatItDoesNotKnowShouldStopTheStart() throws Exception {
        BaseHierarchicalConfiguration handler = new BaseHierarchicalConfiguration();
        handler.addProperty("allow", "192.0.2.1");

        assertThatThrownBy(() -> SmtpListener.with(parts -> configured(parts, handler)))
                .hasRootCauseInstanceOf(ConfigurationException.class)
                .hasRootCauseMessage("smtpserver.xml: VrfyCommand has no key 'allow'; it knows none");
    }

    private static final class Directory implements OwnAddresses {
        private final Map<String, MingerStatus> known = Map.of(
                "bob@example.com", MingerStatus.EXISTS,
                "bob@here.example", MingerStatus.EXISTS,
                "full@example.com", MingerStatus.EXISTS_BUT_CANNOT_RECEIVE,
                "denied@example.com", MingerStatus.ACCESS_DENIED);
        final CompletableFuture<Optional<MingerStatus>> slow = new CompletableFuture<>();
        final Queue<String> asked = new ConcurrentLinkedQueue<>();

        @Override
        public CompletionStage<Optional<MingerStatus>> statusOf(MailAddress address, InetAddress asker) {
            String text = address.asString().toLowerCase(Locale.US);
            asked.add(text);
            return switch (text) {
                case "slow@example.com" -> slow.copy();
                case "broken@example.com" -> CompletableFuture.failedStage(new IllegalStateException("no database"));
                case "bob@elsewhere.example" -> CompletableFuture.completedStage(Optional.empty());
                default -> CompletableFuture.supplyAsync(
                        () -> Optional.of(known.getOrDefault(text, MingerStatus.DOES_NOT_EXIST)));
            };
        }
    }
}
