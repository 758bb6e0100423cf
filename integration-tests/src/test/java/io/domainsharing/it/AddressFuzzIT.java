// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.it.HostileAddresses.Address;
import io.domainsharing.it.HostileAddresses.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two thousand addresses, in commands of strangers and users, to every kind of recipient: what no address may have is refused at
 * once, and not one octet of it leaves for a peer, a gateway or the outside, by SMTP or Minger.
 */
@Tag("H2")
@ExtendWith({NoLeftovers.class, CorpusServers.Shared.class})
class AddressFuzzIT {
    private static final int BATCH = 40;

    private static final List<Address> ADDRESSES = HostileAddresses.some(2000);

    /** What each address was answered, in order: as a sender, as a recipient, as a recipient of a user. */
    private static final Map<Address, List<SmtpReply>> REPLIES = new LinkedHashMap<>();

    private static CorpusServers servers;

    @BeforeAll
    static void talk(CorpusServers shared) {
        servers = shared;
        for (int from = 0; from < ADDRESSES.size(); from += BATCH) {
            List<Address> batch = ADDRESSES.subList(from, Math.min(from + BATCH, ADDRESSES.size()));
            try (SmtpSession stranger =
                    SmtpSession.connect(servers.paris.endpoints().smtpAddress())) {
                stranger.ehlo();
                asSenders(stranger, batch);
                asRecipients(stranger, "fuzz@example.net", batch);
            }
            try (SmtpSession user = submission(servers.paris, CorpusServers.ALICE)) {
                user.send("RSET");
                asRecipients(user, CorpusServers.ALICE, batch);
            }
        }
        sendAllowed();
        CorpusServers.settle(() -> {
            int waiting = 0;
            for (String queue : List.of("spool", "domain-sharing-oslo", "domain-sharing-gateway-customer.example")) {
                waiting += servers.paris.webAdmin().queueSize(queue);
            }
            return waiting == 0 && !missing().findAny().isPresent();
        });
    }

    @Test
    void forbiddenAddressShouldBeRefusedForGood() {
        assertThat(ADDRESSES)
                .filteredOn(address -> address.rule() == Rule.FORBIDDEN)
                .hasSizeGreaterThan(1000);
        List<String> wrong = new ArrayList<>();
        REPLIES.forEach((address, replies) -> {
            for (int command = 0; command < replies.size(); command++) {
                if (isWrong(address.rule(), replies.get(command).code() / 100)) {
                    wrong.add(List.of("MAIL", "RCPT", "RCPT of a user").get(command) + ' '
                            + CorpusMessage.shown(address.path()) + " -> " + replies.get(command));
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    private static boolean isWrong(Rule rule, int answer) {
        return (rule == Rule.FORBIDDEN && answer != 5) || (rule == Rule.BEYOND_ASCII && answer == 4);
    }

    @Test
    void allowedAddressShouldArriveAsItWasWritten() {
        assertThat(ADDRESSES)
                .filteredOn(address ->
                        address.rule() == Rule.ALLOWED && address.isIn("customer.example") && !address.isRoute())
                .hasSizeGreaterThan(20)
                .filteredOn(address -> !isAccepted(address))
                .isEmpty();
        assertThat(missing()).isEmpty();
    }

    @Test
    void nothingButOurCommandsShouldReachAnybody() {
        assertThat(Stream.of(servers.oslo, servers.lima, servers.customer, servers.oldCustomer, servers.world)
                        .flatMap(sink -> sink.violations().stream()))
                .isEmpty();
        assertThat(Stream.of(servers.oslo, servers.lima, servers.customer, servers.oldCustomer, servers.world)
                        .flatMap(sink -> sink.commands().stream()))
                .noneMatch(command -> command.startsWith("RCPT TO:<evil"));
    }

    @Test
    void nothingButPrintableCharactersShouldBeAskedAbout() {
        assertThat(servers.queries()).isNotEmpty().allMatch(query -> query.chars()
                .allMatch(c -> c >= ' ' && c <= '~'));
    }

    private static void asSenders(SmtpSession session, List<Address> batch) {
        StringBuilder commands = new StringBuilder();
        batch.forEach(
                address -> commands.append("MAIL FROM:<").append(address.path()).append(">\r\nRSET\r\n"));
        session.write(commands.toString().getBytes(StandardCharsets.ISO_8859_1));
        for (Address address : batch) {
            note(address, session.read());
            session.read();
        }
    }

    private static void asRecipients(SmtpSession session, String sender, List<Address> batch) {
        StringBuilder commands = new StringBuilder();
        for (Address address : batch) {
            commands.append("MAIL FROM:<").append(sender).append(">\r\n");
            commands.append("RCPT TO:<").append(address.path()).append(">\r\nRSET\r\n");
        }
        session.write(commands.toString().getBytes(StandardCharsets.ISO_8859_1));
        for (Address address : batch) {
            session.read();
            note(address, session.read());
            session.read();
        }
    }

    private static void note(Address address, SmtpReply reply) {
        REPLIES.computeIfAbsent(address, unused -> new ArrayList<>()).add(reply);
    }

    /** What was taken is sent something, so that it stands in commands of our own. */
    private static void sendAllowed() {
        for (Address address : REPLIES.keySet()) {
            if (isAccepted(address)) {
                assertThat(servers.send("Subject: fuzz\r\n\r\n", "fuzz@example.net", address.path())
                                .code())
                        .isEqualTo(250);
            }
        }
    }

    private static boolean isAccepted(Address address) {
        return address.isIn("customer.example")
                && REPLIES.getOrDefault(address, List.of()).get(1).code() == 250;
    }

    private static Stream<String> missing() {
        List<String> arrived = servers.customer.commands();
        return ADDRESSES.stream()
                .filter(address -> address.rule() == Rule.ALLOWED && isAccepted(address))
                .filter(address -> arrived.stream().noneMatch(c -> c.startsWith("RCPT TO:<" + address.path() + '>')))
                .map(Address::path);
    }
}
