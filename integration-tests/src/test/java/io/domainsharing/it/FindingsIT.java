// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Mistakes that a server starts with all the same: within a minute it says each of them in its log, by WebAdmin, by its health and by
 * its metrics, with what to do; and the check of its files says it before. Two servers that share a domain, in a state that no
 * operator would wish for.
 */
@BesideOthers
@Tag("T1")
@ExtendWith(NoLeftovers.class)
class FindingsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String DOMAIN = "example.com";
    private static final String ALICE = "alice@example.com";

    /** Has most mistakes: another secret, ports, names, domains, lines, its log. */
    private static final JamesServer PARIS = JamesServer.extended("findings-paris", "127.0.2.111");
    /** Does not hand mail over: its mailet stands behind the local deliveries. */
    private static final JamesServer TOKYO = JamesServer.extended("findings-tokyo", "127.0.2.112");
    /** A port for users' programs. */
    private static final SmtpSink SUBMISSION = SmtpSink.on("127.0.2.113")
            .answering(command -> command.startsWith("MAIL") || command.startsWith("RCPT")
                    ? Optional.of("530 5.7.0 Authentication required")
                    : Optional.empty());

    @BeforeAll
    static void start() throws IOException {
        Sharing.connect(DOMAIN, PARIS, TOKYO);
        PARIS.conf().edit("domainsharing.xml", xml -> {
            xml.set("peers/peer/secret", "another-secret-0123456789");
            for (String name : List.of("oslo", "OSLO")) {
                xml.add("peers/peer", "").add("peers/peer/name", name).add("peers/peer/smtp", SUBMISSION.address());
                xml.add("peers/peer/secret", "secret-of-oslo-0123456789");
            }
            xml.add("peers/peer", "").add("peers/peer/name", "austin").add("peers/peer/smtp", "austin.invalid");
            xml.add("peers/peer/secret", "secret-of-austin-0123456789");
            xml.add("domains/domain", "exmaple.com");
            // Tokyo refuses to tell whether it has that account.
            xml.set("accounts/whenPeerUnreachable", "allow");
            xml.set("gateways/gateway/domain", "customer.example").set("gateways/gateway/verify", "none");
            xml.set(
                    "gateways/gateway/smtp",
                    PARIS.endpoints().host() + ':' + PARIS.endpoints().smtp());
        });
        Path extensions = PARIS.folder().resolve("conf/extensions.properties");
        String lines = Files.readString(extensions);
        PARIS.conf().write("extensions.properties", lines + "\n" + lines);
        PARIS.conf().edit("logback.xml", xml -> xml.all("logger").stream()
                .filter(logger -> logger.getAttribute("name").equals("io.domainsharing"))
                .forEach(logger -> logger.setAttribute("level", "WARN")));
        TOKYO.conf().edit("mailetcontainer.xml", FindingsIT::handOverBehindTheDeliveries);
        JamesServer.startAll(PARIS, TOKYO);
        PARIS.webAdmin().user(ALICE, "secret");
    }

    private static void handOverBehindTheDeliveries(XmlFile xml) {
        xml.all("processors/processor/mailet").stream()
                .filter(mailet -> mailet.getAttribute("class").endsWith(".DomainSharingMailet"))
                .forEach(mailet -> mailet.getParentNode().appendChild(mailet));
    }

    @AfterAll
    static void stop() {
        PARIS.close();
        TOKYO.close();
        SUBMISSION.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "peer-refuses",
                "smtp-auth",
                "domain-not-local",
                "same-host",
                "name-by-case",
                "minger-loopback",
                "host-unknown",
                "gateway-loop",
                "extension-line-twice",
                "log-silent"
            })
    void mistakeShouldBeToldByTheRunningServerWithItsRemedy(String rule) {
        assertTold(PARIS, rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"handover-missing", "peer-asks"})
    void mistakeOfThePipelineAndOfTheOtherSideShouldBeTold(String rule) {
        assertTold(TOKYO, rule);
    }

    private static void assertTold(JamesServer server, String rule) {
        JsonNode finding = await().atMost(WITHIN)
                .until(() -> finding(server, rule), Optional::isPresent)
                .orElseThrow();

        assertThat(finding.path("severity").asText()).isIn("error", "warning");
        assertThat(finding.path("message").asText()).isNotBlank();
        assertThat(finding.path("remedy").asText()).isNotBlank();
        assertThat(finding.path("since").asText()).isNotBlank();
        assertThat(server.log().lines().filter(line -> line.contains("(finding " + rule + ")")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("WARN"));
        assertThat(server.webAdmin()
                        .get("/healthcheck/checks/Domain%20Sharing")
                        .path("status")
                        .asText())
                .isNotEqualTo("healthy");
        JsonNode counts = server.webAdmin().get("/domain-sharing").path("findings");
        assertThat(counts.path("errors").asInt() + counts.path("warnings").asInt())
                .isPositive();
        assertThat(Scrape.of(server)
                        .hasMoved("domain_sharing_finding{rule=\"" + rule + "\",severity=\""
                                + finding.path("severity").asText() + "\"}"))
                .isTrue();
    }

    private static Optional<JsonNode> finding(JamesServer server, String rule) {
        return StreamSupport.stream(
                        server.webAdmin().get("/domain-sharing/findings").spliterator(), false)
                .filter(finding -> finding.path("rule").asText().equals(rule))
                .findFirst();
    }

    @Test
    void checkShouldTellTheSameBeforeTheStart() throws IOException {
        assertThat(rulesOfCheck(PARIS))
                .contains(
                        "peer-refuses",
                        "smtp-auth",
                        "domain-not-local",
                        "same-host",
                        "name-by-case",
                        "minger-loopback",
                        "host-unknown",
                        "gateway-loop",
                        "extension-line-twice",
                        "log-silent");
        assertThat(rulesOfCheck(TOKYO)).contains("handover-missing");
    }

    @Test
    void findingsCommandShouldExitWithOneWhileThereIsOne() {
        await().atMost(WITHIN).until(() -> finding(TOKYO, "handover-missing").isPresent());

        Command.Result result = command(
                "findings",
                "--webadmin",
                "http://" + TOKYO.endpoints().host() + ':' + TOKYO.endpoints().webAdmin());

        assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
        assertThat(result.output()).contains("error handover-missing since ", "  -> Write <mailet");
    }

    @Test
    @NeedsBrowser
    void pageShouldTellWhatIsToBeMended() {
        await().atMost(WITHIN).until(() -> finding(TOKYO, "handover-missing").isPresent());
        try (Browser browser = new Browser()) {
            browser.open(TOKYO.webAdmin().url("/domain-sharing/ui"));

            await().atMost(WITHIN).untilAsserted(() -> assertThat(browser.text("#findings-section"))
                    .contains("To be mended", "Write <mailet", "handover-missing")
                    .containsPattern("error mailetcontainer\\.xml:\\d+: "));
            assertThat(browser.barriers()).isEmpty();
        }
    }

    @Test
    void recipientOfAPeerShouldBeDeferredWhereTheMailWouldBeReturned() {
        try (SmtpSession session = SmtpSession.connect(TOKYO.endpoints().smtpAddress())) {
            session.ehlo();
            session.mail("stranger@elsewhere.test");

            assertThat(session.rcpt(ALICE).code()).isEqualTo(451);
        }
        JsonNode owner = TOKYO.webAdmin().get("/domain-sharing/owners/" + ALICE);
        assertThat(owner.path("verdict").asText()).isEqualTo("peer");
        assertThat(owner.path("reply").asText()).isEqualTo("451");
    }

    private static Set<String> rulesOfCheck(JamesServer server) throws IOException {
        Command.Result result =
                command("check", "--json", server.folder().resolve("conf").toString());
        Set<String> rules = new TreeSet<>();
        for (JsonNode finding : JSON.readTree(result.output()).path("findings")) {
            if (Set.of("error", "warning").contains(finding.path("severity").asText())) {
                rules.add(finding.path("rule").asText());
            }
        }
        return rules;
    }

    private static Command.Result command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Checkout.commandLineJar().toString()));
        command.addAll(List.of(arguments));
        return Command.run(command, Checkout.output());
    }
}
