// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.domainsharing.ownership.document.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a real James shows to Prometheus is what the dashboard and the alerts ask for and what docs/metrics.md lists. */
@Tag("O3")
@ExtendWith(NoLeftovers.class)
class MetricsIT {
    /** No traffic of ours is meant to move these. */
    private static final Set<PromQl.Selector> AT_REST = Stream.of(
                    "domain_sharing_directory_failures_total",
                    "domain_sharing_vrfy_rate_limited_total",
                    "domain_sharing_removed_peers_waiting_mails",
                    "domain_sharing_peer_state{state=\"refuses\"}",
                    "domain_sharing_findings{severity=\"error\"}",
                    // SignedMingerIT has a peer that answers without the proof that it owes.
                    "domain_sharing_minger_unproven_replies_total",
                    // DigestIT has servers with digests.
                    "domain_sharing_digest_answers_total",
                    // HarvestIT has clients that try addresses.
                    "domain_sharing_harvest_answers_total",
                    "domain_sharing_finding{severity=\"error\"}")
            .map(Scrape::selector)
            .collect(Collectors.toUnmodifiableSet());

    private static final String DASHBOARD = "docs/grafana/domain-sharing.json";

    private static Scrape before;
    private static Scrape withGuest;
    private static Scrape after;

    @BeforeAll
    static void measure() {
        try (MeasuredServer server = new MeasuredServer()) {
            before = server.scrape();
            withGuest = server.scrapeWithPeer("a.guest");
            after = new MeasuredTraffic(server).run();
        }
    }

    @Test
    void lookUpDeferralAndHandOverShouldBeCounted() {
        assertSoftly(softly -> List.of(
                        "domain_sharing_lookups_total{peer=\"oslo\",outcome=\"accepts\"}",
                        "domain_sharing_lookup_duration_seconds_count{peer=\"oslo\"}",
                        "domain_sharing_smtp_replies_total{command=\"rcpt\",code=\"451\"}",
                        "domain_sharing_handover_recipients_total{peer=\"oslo\",outcome=\"delivered\"}",
                        "domain_sharing_peer_events_total{peer=\"oslo\",event=\"down\"}")
                .forEach(series -> {
                    softly.assertThat(before.has(series))
                            .as("before: " + series)
                            .isTrue();
                    softly.assertThat(before.hasMoved(series))
                            .as("before: " + series)
                            .isFalse();
                    softly.assertThat(after.hasMoved(series))
                            .as("after: " + series)
                            .isTrue();
                }));
    }

    @Test
    void everyCounterShouldMoveButThoseThatNoTrafficIsMeantToMove() {
        assertSoftly(softly -> after.types().forEach((metric, type) -> {
            if (type.equals("counter") && !AT_REST.contains(Scrape.selector(metric))) {
                softly.assertThat(after.hasMoved(metric)).as(metric).isTrue();
            }
        }));
    }

    @Test
    void everyPanelShouldShowWhatTheTrafficHasMoved() throws IOException {
        Map<String, Set<PromQl.Selector>> panels = panels();
        assertThat(panels).hasSizeGreaterThan(15);
        assertSoftly(softly -> panels.forEach((title, selectors) -> selectors.forEach(
                selector -> softly.assertThat(selector.hasMovedIn(after) || AT_REST.contains(selector))
                        .as(title + ": " + selector + " is more than zero")
                        .isTrue())));
    }

    @Test
    void everyAlertShouldAskForSeriesThatThereAreAndBeExplained() throws IOException {
        AlertRules rules = AlertRules.read();
        rules.queries().forEach((alert, query) -> assertThat(new PromQl(query).selectors())
                .as(alert)
                .isNotEmpty()
                .allSatisfy(selector -> assertThat(AT_REST.contains(selector)
                                || after.samples().stream().anyMatch(selector::matches))
                        .as(selector.toString())
                        .isTrue()));
        assertThat(read("docs/metrics.md")).contains(rules.queries().keySet());
    }

    @Test
    void queryOfTheDocumentShouldAskForSeriesThatThereAre() {
        assertThat(Page.read(Checkout.root(), "docs/metrics.md").fences())
                .filteredOn(fence -> fence.kind().equals("promql"))
                .isNotEmpty()
                .allSatisfy(fence -> assertThat(new PromQl(fence.text()).selectors())
                        .isNotEmpty()
                        .allSatisfy(selector -> assertThat(after.samples()).anyMatch(selector::matches)));
    }

    @Test
    void documentShouldListEveryMetricWithItsTypeAndLabelsAndNoOther() {
        Map<String, DocumentedMetric> documented =
                DocumentedMetric.all().stream().collect(Collectors.toMap(DocumentedMetric::name, metric -> metric));

        assertThat(documented.keySet()).isEqualTo(after.types().keySet());
        assertSoftly(softly -> documented.forEach((name, metric) -> {
            softly.assertThat(metric.type()).as(name).isEqualTo(after.types().get(name));
            metric.mistakes(after.labels(name)).forEach(mistake -> softly.fail(name + ": " + mistake));
        }));
    }

    @Test
    void everyPeerShouldHaveSeriesAndOneThatIsRemovedShouldHaveNone() {
        assertThat(MeasuredServer.PEERS)
                .allSatisfy(peer -> assertThat(after.ofPeer(peer)).isNotEmpty());
        assertThat(before.ofPeer("a.guest")).isEmpty();
        assertThat(withGuest.ofPeer("a.guest"))
                .extracting(Scrape.Sample::name)
                .contains("domain_sharing_lookups_total", "domain_sharing_peer_state")
                .hasSameSizeAs(before.ofPeer("oslo"));
        assertThat(after.ofPeer("a.guest")).isEmpty();
    }

    @Test
    @NeedsServer(DebianPackage.PROMETHEUS)
    void promtoolShouldHaveNoComplaint() {
        Command.Result check = Command.run(
                List.of(DebianPackage.PROMETHEUS.file("usr/bin/promtool").toString(), "check", "metrics"),
                Checkout.root(),
                Map.of(),
                after.text());

        assertThat(check.output()).isEmpty();
        assertThat(check.exitCode()).isZero();
    }

    private static Map<String, Set<PromQl.Selector>> panels() throws IOException {
        Map<String, Set<PromQl.Selector>> panels = new LinkedHashMap<>();
        for (JsonNode panel : new ObjectMapper().readTree(read(DASHBOARD)).path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                panels.computeIfAbsent(panel.path("title").asText(), title -> new LinkedHashSet<>())
                        .addAll(new PromQl(target.path("expr").asText()).selectors());
            }
        }
        return panels;
    }

    private static String read(String file) throws IOException {
        return Files.readString(Checkout.root().resolve(file));
    }
}
