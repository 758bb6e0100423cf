// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a sender has signed verifies at the recipient's server, by OpenDKIM, whatever way it took. The signature holds as well that
 * nobody adds a Date, a Message-ID or a field of MIME.
 */
@Tag("H1")
@NeedsServer(DebianPackage.OPENDKIM)
@ExtendWith({NoLeftovers.class, CorpusServers.Shared.class})
class DkimIT {
    private static final String[] CANONICALIZATIONS = {"relaxed/relaxed", "simple/simple", "relaxed/simple"};

    private static final List<String> SAMPLE = List.of(
            "mime-version-with-comment",
            "mime-version-twice",
            "parameter-with-spaces",
            "rfc822-with-name",
            "base64-broken",
            "smime-signed",
            "utf-8-in-fields",
            "latin-1-in-fields",
            "folded-with-tabs",
            "no-space-behind-colon",
            "field-of-8000-octets",
            "signatures",
            "utf-8-without-mime",
            "latin-1-without-mime",
            "bare-cr",
            "dots",
            "trailing-empty-lines",
            "trailing-spaces",
            "line-of-8000-octets-in-8-bit",
            "no-line-end");

    private static CorpusServers servers;
    private static OpenDkim dkim;
    private static final Map<String, String> SIGNED = new TreeMap<>();

    @BeforeAll
    static void signAndSendAll(CorpusServers shared) {
        servers = shared;
        dkim = OpenDkim.create("opendkim", "example.net");
        for (String canonicalization : CANONICALIZATIONS) {
            for (CorpusMessage message : sample()) {
                String signed = dkim.sign(message.arriving(), canonicalization);
                SIGNED.put(sender(canonicalization, message), signed);
                send(sender(canonicalization, message), signed, CorpusServers.BOB, CorpusServers.CUSTOMER);
                send(listSender(canonicalization, message), signed, CorpusServers.SIGNED_LIST);
            }
        }
        int sent = SIGNED.size();
        CorpusServers.settle(() -> taken(servers.oslo).count() == 3L * sent
                && taken(servers.customer).count() == sent);
    }

    @Test
    void signatureShouldVerifyBeforeTheMessageIsSent() {
        assertThat(SIGNED).hasSize(CANONICALIZATIONS.length * SAMPLE.size());
        assertThat(dkim.verify(List.copyOf(SIGNED.values()))).containsOnly(true);
    }

    @Test
    void signatureShouldFailWhenAnythingIsChanged() {
        String signed = dkim.sign(message("mime-version-with-comment").arriving(), "relaxed/relaxed");
        String simple = dkim.sign(message("mime-version-with-comment").arriving(), "simple/simple");

        assertThat(dkim.verify(List.of(
                        signed.replace("\r\n\r\nHello", "\r\n\r\nHallo"),
                        signed.replace("3774.300", "3774.301"),
                        signed.replaceFirst("Mime-Version: .*\r\n", "MIME-Version: 1.0\r\n"),
                        "Date: Mon, 30 Nov 2026 10:00:00 +0000\r\n" + signed,
                        "MIME-Version: 1.0\r\n" + signed,
                        simple.replace("Mime-Version", "MIME-Version"),
                        simple.replace(";\r\n\tcharset", "; charset"),
                        simple + "\r\nx\r\n")))
                .hasSize(8)
                .containsOnly(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"relaxed/relaxed", "simple/simple", "relaxed/simple"})
    void signatureShouldVerifyAtThePeerAndBehindTheGateway(String canonicalization) {
        assertThat(failing(servers.oslo, CorpusServers.BOB, canonicalization, false))
                .isEmpty();
        assertThat(failing(servers.customer, CorpusServers.CUSTOMER, canonicalization, false))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"relaxed/relaxed", "simple/simple", "relaxed/simple"})
    void signatureShouldVerifyInCopiesOfAListsPost(String canonicalization) {
        assertThat(failing(servers.oslo, CorpusServers.BOB, canonicalization, true))
                .isEmpty();
        assertThat(failing(servers.oslo, CorpusServers.SIGNED_LIST, canonicalization, true))
                .isEmpty();
    }

    /** The messages of the sample that one recipient has not got, or not so that they verify. */
    private static List<String> failing(OctetSink sink, String recipient, String canonicalization, boolean listed) {
        List<String> names = new ArrayList<>();
        List<String> arrived = new ArrayList<>();
        List<String> failing = new ArrayList<>();
        for (CorpusMessage message : sample()) {
            String sender = listed ? listSender(canonicalization, message) : sender(canonicalization, message);
            List<Taken> taken = sink.takenFrom(sender).stream()
                    .filter(mail -> mail.recipients().equals(List.of(recipient)))
                    .toList();
            if (taken.size() == 1) {
                names.add(message.name());
                arrived.add(taken.get(0).head());
            } else {
                failing.add(message.name() + " came " + taken.size() + " times");
            }
        }
        List<Boolean> verified = dkim.verify(arrived);
        for (int i = 0; i < names.size(); i++) {
            if (!verified.get(i)) {
                failing.add(names.get(i));
            }
        }
        return failing;
    }

    private static List<CorpusMessage> sample() {
        return SAMPLE.stream().map(DkimIT::message).toList();
    }

    private static CorpusMessage message(String name) {
        return MessageCorpusIT.messages()
                .filter(message -> message.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String sender(String canonicalization, CorpusMessage message) {
        return "dkim-" + canonicalization.replace('/', '-') + '-' + message.sender();
    }

    private static String listSender(String canonicalization, CorpusMessage message) {
        return "dkim-list-" + sender(canonicalization, message);
    }

    private static Stream<Taken> taken(OctetSink sink) {
        return sink.taken().stream().filter(mail -> mail.sender().startsWith("dkim-"));
    }

    private static void send(String sender, String signed, String... recipients) {
        assertThat(servers.send(signed, sender, recipients).code()).isEqualTo(250);
    }
}
