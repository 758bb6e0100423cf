// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a message is like, every recipient gets it: at a peer and behind a gateway each octet that was handed in arrives behind
 * the lines of the way, and nobody is sent a bounce. All messages are under way at once, before the first test.
 */
@Tag("H1")
@Tag("L2")
@ExtendWith({NoLeftovers.class, CorpusServers.Shared.class})
class MessageCorpusIT {

    /** The ways on which the sample goes besides. */
    private enum Way {
        /** Refused by the peer that is believed to have the mailbox, and taken by another. */
        MOVED,
        /** Kept until somebody can tell who has the mailbox. */
        LATE,
        /** By a list that a peer has too. */
        LISTED;

        String sender(CorpusMessage message) {
            return name().toLowerCase(Locale.ROOT) + '-' + message.name() + "@example.net";
        }
    }

    private static final List<String> SAMPLE = List.of(
            "parameter-with-spaces",
            "rfc822-with-name",
            "quote-not-closed",
            "faults-nested",
            "smime-signed",
            "mime-version-with-comment",
            "utf-8-in-fields",
            "lines-without-colon",
            "bcc-of-a-broken-message",
            "every-octet",
            "dots",
            "trailing-empty-lines");

    private static CorpusServers servers;
    private static List<byte[]> inbox;

    @BeforeAll
    static void sendAll(CorpusServers shared) {
        servers = shared;
        int before = servers.inbox().count();
        for (CorpusMessage message : messages().toList()) {
            accept(servers.send(
                    message.sent(), message.sender(), CorpusServers.ALICE, CorpusServers.BOB, CorpusServers.CUSTOMER));
        }
        for (CorpusMessage message : sample().toList()) {
            accept(servers.send(
                    message.sent(),
                    Way.MOVED.sender(message),
                    "moved-" + message.name() + "@example.com",
                    CorpusServers.TINA));
            accept(servers.send(message.sent(), Way.LATE.sender(message), CorpusServers.LATE_ALIAS));
            accept(servers.send(message.sent(), Way.LISTED.sender(message), CorpusServers.LIST));
        }
        int listed = (int) sample().count();
        int direct = (int) messages().count();
        CorpusServers.settle(() -> servers.paris.webAdmin().queueSize("domain-sharing-undetermined") == listed);
        servers.settleLate();
        // bob is on the list, and the list itself is a recipient at oslo.
        CorpusServers.settle(() -> taken(servers.oslo) >= direct + 3 * listed
                && taken(servers.customer) >= direct + listed
                && taken(servers.lima) >= listed
                && servers.inbox().count() - before >= direct + listed);
        inbox = servers.inbox().octets();
    }

    static Stream<CorpusMessage> messages() {
        return Stream.of(BrokenMime.messages(), OddHeaders.messages(), OddBodies.messages())
                .flatMap(List::stream);
    }

    static Stream<CorpusMessage> sample() {
        return messages().filter(message -> SAMPLE.contains(message.name()));
    }

    @Test
    void corpusShouldBeOfManyMessagesWithNamesOfTheirOwn() {
        assertThat(messages().map(CorpusMessage::name)).doesNotHaveDuplicates().hasSizeGreaterThan(100);
        assertThat(sample().map(CorpusMessage::name)).containsExactlyInAnyOrderElementsOf(SAMPLE);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void peerShouldGetEachOctetOnce(CorpusMessage message) {
        Taken taken = only(servers.oslo, message.sender());

        assertThat(taken.recipients()).containsExactly(CorpusServers.BOB);
        assertThat(taken.front(message.arrives())).startsWith("X-Domain-Sharing: node=paris-corpus; peer=oslo; hop=1");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void gatewaysHostShouldGetEachOctetOnce(CorpusMessage message) {
        Taken taken = only(servers.customer, message.sender());

        assertThat(taken.recipients()).containsExactly(CorpusServers.CUSTOMER);
        assertThat(taken.front(message.arrives())).startsWith("X-Domain-Sharing-Gateway: ");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void mailboxHereShouldHaveItOnce(CorpusMessage message) {
        assertThat(stored(inbox, message.sender()))
                .singleElement()
                .asString()
                .endsWith(message.body())
                .doesNotContainIgnoringCase("\nbcc: cy@");
    }

    @ParameterizedTest
    @MethodSource("sample")
    void mailboxOnAnotherJamesShouldHaveItOnce(CorpusMessage message) {
        List<byte[]> stored = servers.tokyo.inbox(CorpusServers.TINA, PASSWORD).octets();

        assertThat(stored(stored, Way.MOVED.sender(message)))
                .singleElement()
                .asString()
                .endsWith(message.body())
                .contains("X-Domain-Sharing: node=paris-corpus; peer=tokyo-corpus; hop=1");
    }

    @ParameterizedTest
    @MethodSource("sample")
    void secondPeerShouldGetEachOctetWhenTheFirstRefusesTheRecipient(CorpusMessage message) {
        Taken taken = only(servers.lima, Way.MOVED.sender(message));

        assertThat(taken.recipients()).containsExactly("moved-" + message.name() + "@example.com");
        assertThat(taken.front(message.arrives()))
                .containsOnlyOnce("X-Domain-Sharing: ")
                .startsWith("X-Domain-Sharing: node=paris-corpus; peer=lima; hop=1");
    }

    @ParameterizedTest
    @MethodSource("sample")
    void peerShouldGetEachOctetOfAMessageThatWaitedForALookup(CorpusMessage message) {
        Taken taken = only(servers.oslo, Way.LATE.sender(message));

        assertThat(taken.recipients()).containsExactly(CorpusServers.LATE);
        assertThat(taken.front(message.arrives()))
                .containsOnlyOnce("X-Domain-Sharing: ")
                .startsWith("X-Domain-Sharing: node=paris-corpus; peer=oslo; hop=1");
    }

    @ParameterizedTest
    @MethodSource("sample")
    void everyMemberAndEveryServerOfAListShouldGetEachOctet(CorpusMessage message) {
        List<Taken> atPeer = servers.oslo.takenFrom(Way.LISTED.sender(message));
        Taken atGateway = only(servers.customer, Way.LISTED.sender(message));

        assertThat(atPeer.stream().map(Taken::recipients))
                .containsExactlyInAnyOrder(List.of(CorpusServers.BOB), List.of(CorpusServers.LIST));
        assertThat(atPeer).allSatisfy(taken -> assertThat(taken.front(message.arrives()))
                .contains("X-Domain-Sharing: node=paris-corpus; peer=oslo; hop=1"));
        atGateway.front(message.arrives());
        assertThat(stored(inbox, Way.LISTED.sender(message)))
                .singleElement()
                .asString()
                .endsWith(message.body());
    }

    @Test
    void nobodyShouldGetABounceAndNothingBePutAside() {
        assertThat(servers.world.taken())
                .filteredOn(mail -> mail.recipients().stream().anyMatch(MessageCorpusIT::isOurs))
                .isEmpty();
        assertThat(servers.putAside(MessageCorpusIT::isOurs)).isEmpty();
        assertThat(servers.paris.webAdmin().queueSize("domain-sharing-undetermined"))
                .isZero();
    }

    @Test
    void nothingButCommandsShouldStandBetweenMessages() {
        assertThat(Stream.of(servers.oslo, servers.lima, servers.customer).flatMap(sink -> sink.violations().stream()))
                .isEmpty();
    }

    /** What James itself takes from nobody, the first of them since it could be read as two messages. */
    @ParameterizedTest
    @CsvSource({
        "one\\nline, line delimiter must be CRLF",
        "end\\n.\\nMAIL FROM:<x@example.net>, line delimiter must be CRLF",
        "LONG, Line length exceeded"
    })
    void senderShouldHearWhatJamesCannotTake(String line, String reply) {
        String octets = line.equals("LONG") ? "x".repeat(8300) : line.replace("\\n", "\n");
        String sender = "refused-" + octets.length() + "@example.net";

        SmtpReply answer = servers.send("Subject: x\r\n\r\n" + octets + "\r\n", sender, CorpusServers.BOB);

        assertThat(answer.code()).isEqualTo(500);
        assertThat(answer.text()).contains(reply);
    }

    @Test
    void messageOfSixtyMegabytesShouldArriveInBoundedMemory() {
        byte[] head = "Subject: large\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] block = ("." + "0123456789abcde".repeat(260) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        int blocks = 60 * 1024 * 1024 / block.length;
        CorpusMessage.Octets octets = new CorpusMessage.Octets(
                head.length + (long) blocks * block.length,
                () -> new SequenceInputStream(
                        new ByteArrayInputStream(head),
                        new SequenceInputStream(
                                Collections.enumeration(Stream.generate(() -> new ByteArrayInputStream(block))
                                        .limit(blocks)
                                        .toList()))));
        String sender = "ann-large@example.net";
        try (SmtpSession session = SmtpSession.connect(servers.paris.endpoints().smtpAddress())) {
            session.ehlo();
            session.mail(sender);
            for (String recipient : List.of(CorpusServers.BOB, CorpusServers.CUSTOMER)) {
                assertThat(session.rcpt(recipient).code()).isEqualTo(250);
            }
            accept(session.data(octets.stream().get()));
        }

        for (OctetSink sink : List.of(servers.oslo, servers.customer)) {
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> !sink.takenFrom(sender)
                    .isEmpty());
            only(sink, sender).front(octets);
        }
    }

    private static long taken(OctetSink sink) {
        return sink.taken().stream().filter(mail -> isOurs(mail.sender())).count();
    }

    private static boolean isOurs(String sender) {
        return Stream.concat(Stream.of("ann"), Stream.of(Way.values()).map(way -> way.name()
                        .toLowerCase(Locale.ROOT)))
                .anyMatch(way -> sender.startsWith(way + '-'));
    }

    private static Taken only(OctetSink sink, String sender) {
        List<Taken> taken = sink.takenFrom(sender);
        assertThat(taken).as("copies from " + sender).hasSize(1);
        return taken.get(0);
    }

    /** Messages in a mailbox, which has nothing of the envelope but the sender. */
    private static List<String> stored(List<byte[]> mailbox, String sender) {
        List<String> found = new ArrayList<>();
        for (byte[] octets : mailbox) {
            String text = new String(octets, StandardCharsets.ISO_8859_1);
            if (text.startsWith("Return-Path: <" + sender + ">\r\n")) {
                found.add(text);
            }
        }
        return found;
    }

    private static void accept(SmtpReply reply) {
        assertThat(reply.code()).as(reply.toString()).isEqualTo(250);
    }
}
