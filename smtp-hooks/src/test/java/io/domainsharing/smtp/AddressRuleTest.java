// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.MingerStatus;
import io.domainsharing.network.SourceLimiter;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.waiting.QueuedAddresses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no address may hold is refused where it comes in, in anybody's session and in any domain, and nobody is asked about it. */
@Tag("H2")
class AddressRuleTest {
    private static final String STRANGER = "127.0.0.1";
    private static final String PEER = "127.0.0.5";
    private static final String SECONDARY = "127.0.0.9";

    /** Shared, local, a gateway's, and nobody's here. */
    private static final List<String> DOMAINS =
            List.of("example.com", "here.example", "customer.example", "elsewhere.example");

    private final InMemoryOwnership ownership = new InMemoryOwnership().resolveOthersTo(new Verdict.Nobody());
    private final Queue<MailAddress> verified = new ConcurrentLinkedQueue<>();
    private SmtpListener listener;

    @BeforeEach
    void start() throws Exception {
        listener = SmtpListener.verifyingSenders(ownership, new BaseHierarchicalConfiguration(), true);
        listener.peers.replaceBy(InMemoryPeers.peer("tokyo", PEER));
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    /** Every octet but LF, which ends a command, on its own and behind a backslash; the domains in turn. */
    private static List<String> forbidden() {
        List<String> addresses = new ArrayList<>();
        for (char c = 0; c <= 0xff; c++) {
            if ((c < 0x20 || c > 0x7e) && c != '\n') {
                addresses.add("<\"a" + c + "b\"@" + DOMAINS.get(c % DOMAINS.size()) + ">");
                addresses.add("<\"a\\" + c + "b\"@" + DOMAINS.get(c / 2 % DOMAINS.size()) + ">");
            }
        }
        return addresses;
    }

    @Test
    void addressThatAQueueWouldCutShouldBeRefusedWhereThereIsSuchAQueue() throws Exception {
        MailAddress address = new MailAddress("\"a;b\"@example.com");
        CommandAudit audit = new CommandAudit(new FakeClock(), later -> {});
        CommandCheck cutting = new CommandCheck(true, audit, QueuedAddresses.WITHOUT_SEMICOLON);
        CommandCheck keeping = new CommandCheck(true, audit, QueuedAddresses.ANY);

        assertThat(cutting.refusalOfRecipient(address))
                .hasValueSatisfying(
                        refusal -> assertThat(refusal.getSmtpDescription()).matches("5\\.1\\.3 .*semicolon"));
        assertThat(cutting.refusalOfSender(address))
                .hasValueSatisfying(
                        refusal -> assertThat(refusal.getSmtpDescription()).matches("5\\.1\\.7 .*semicolon"));
        assertThat(cutting.refusalOfRecipient(new MailAddress("bob@example.com")))
                .isEmpty();
        assertThat(keeping.refusalOfRecipient(address)).isEmpty();
        assertThat(keeping.refusalOfSender(address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {STRANGER, PEER, SECONDARY})
    void forbiddenOctetShouldBeRefusedAtOnceWhoeverSendsIt(String from) throws Exception {
        try (SmtpClient client = listener.connect(from)) {
            client.exchange("EHLO client.example");
            for (String address : forbidden()) {
                assertThat(client.exchange("MAIL FROM:" + address)).matches("501 5\\.1\\.7 .*|553 5\\.6\\.7 .*");
            }
            client.exchange("MAIL FROM:<>");
            for (String address : forbidden()) {
                assertThat(client.exchange("RCPT TO:" + address)).matches("553 5\\.(1\\.3|6\\.7) .*");
            }
        }
        assertThat(ownership.asked()).isEmpty();
        assertThat(listener.recipientsOfHooks).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<\tbob@example.com>",
                "<bob@example.com\r>",
                "<bob@example.com\u0000>",
                "\t<bob@example.com>",
                "<bob@exam\u0000ple.com>",
                "<bob\u000b@example.com> SIZE=1",
                "<bob\u0085>",
                "bob@example.com\u0001x",
                "<a\\ b@example.com>",
                "<bob@#1>"
            })
    void whatJamesWouldTrimOrTakeShouldBeRefused(String path) throws Exception {
        try (SmtpClient client = listener.connect()) {
            client.exchange("EHLO client.example");
            assertThat(client.exchange("MAIL FROM:" + path)).matches("501 5\\.1\\.7 .*|553 5\\.6\\.7 .*");
            client.exchange("MAIL FROM:<>");
            assertThat(client.exchange("RCPT TO:" + path)).matches("553 5\\.(1\\.3|6\\.7) .*");
        }
        assertThat(ownership.asked()).isEmpty();
    }

    @Test
    void senderShouldBeRefusedWhereOnlyTheHookForRecipientsIs() throws Exception {
        try (SmtpListener alone = new SmtpListener(ownership);
                SmtpClient client = alone.connect()) {
            client.exchange("EHLO client.example");
            assertThat(client.exchange("MAIL FROM:<\"a\tb\"@elsewhere.example>"))
                    .startsWith("501 5.1.7");
            assertThat(client.exchange("MAIL FROM:<a@elsewhere.example>")).startsWith("250");
        }
    }

    @Test
    void addressLongerThanAnAddressCanBeShouldBeRefused() throws Exception {
        String local = "x".repeat(900);
        try (SmtpClient client = listener.connect()) {
            client.exchange("EHLO client.example");
            assertThat(client.exchange("MAIL FROM:<" + local + "@elsewhere.example>"))
                    .startsWith("501 5.1.7");
            assertThat(client.exchange("MAIL FROM:<" + "x".repeat(200) + "@elsewhere.example>"))
                    .startsWith("250");
            for (String domain : DOMAINS) {
                assertThat(client.exchange("RCPT TO:<" + local + "@" + domain + ">"))
                        .startsWith("553 5.1.3");
            }
            assertThat(client.exchange("RCPT TO:<" + local + ">")).startsWith("553 5.1.3");
        }
        assertThat(ownership.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a b\"@example.com",
                "\"b b\"@example.com",
                "\"a>b\"@example.com",
                "\"a\\\"b\\\\\"@example.com",
                "o'hara+x={y}@example.com"
            })
    void printableAddressShouldGoOnAsBefore(String address) throws Exception {
        ownership.know(address, new Verdict.Local(LocalMatch.ACCOUNT));
        try (SmtpClient client = listener.connect()) {
            client.exchange("EHLO client.example");
            assertThat(client.exchange("MAIL FROM:<" + address + ">")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<" + address + ">")).startsWith("250");
        }
        assertThat(listener.recipientsOfHooks).extracting(MailAddress::asString).containsExactly(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIZE=1\u0000",
                "X\tSIZE=1",
                "AUTH=<a\rb>",
                "BODY=8BITM\u00cdME",
                "SIZE=1 SIZE=1",
                "NOTIFY=",
                "NOTIFY=NEVER,DELAY",
                "NOTIFY=SOMETIMES",
                "ENVID=a=b",
                "ENVID=+zz"
            })
    void parameterThatIsWrongShouldBeASyntaxErrorAndNoTrouble(String parameter) throws Exception {
        try (SmtpClient client = listener.connect()) {
            client.exchange("EHLO client.example");
            // The octet is not the last of the line, where James trims.
            assertThat(client.exchange("MAIL FROM:<a@elsewhere.example> " + parameter + " X=1"))
                    .startsWith("501 5.5.4");
            client.exchange("MAIL FROM:<>");
            assertThat(client.exchange("RCPT TO:<bob@example.com> " + parameter + " X=1"))
                    .startsWith("501 5.5.4");
        }
        assertThat(ownership.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            "b\u0007b"@example.com     | 501 5.5.4
            <"b\\\rb"@example.com>     | 501 5.5.4
            <b\u0000@example.com>      | 501 5.5.4
            <b\u00f6b@example.com>     | 553 5.6.7
            """)
    void verifyingWhatNoAddressHoldsShouldAskNobody(String argument, String reply) throws Exception {
        try (SmtpListener verifying = SmtpListener.with(this::vrfy);
                SmtpClient client = verifying.connect()) {
            assertThat(client.exchange("VRFY " + argument)).startsWith(reply);
            assertThat(client.exchange("VRFY \"b b\"@example.com")).startsWith("250");
        }
        assertThat(verified).extracting(MailAddress::asString).containsExactly("\"b b\"@example.com");
    }

    private CommandHandler<SMTPSession> vrfy(SmtpListener.Parts parts) {
        return new VrfyCommand(
                true,
                asker -> true,
                (address, asker) -> {
                    verified.add(address);
                    return CompletableFuture.completedStage(Optional.of(MingerStatus.EXISTS));
                },
                new SourceLimiter(1_000, 10, () -> 0),
                Duration.ofSeconds(30),
                parts.services());
    }
}
