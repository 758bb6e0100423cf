// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.domainsharing.ownership.document.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a real James shows to Prometheus is what the dashboard and the alerts ask for and what docs/metrics.md lists. */
@Tag("O3")
@ExtendWith(NoLeftovers.class)
class MetricsIT {
    /** These need not move: no traffic of ours is meant to move them. The dashboard asks for them all the same. */
    private static final Set<String> AT_REST = Set.of(
            "domainSharing_delivery_smartHost_total",
            // What comes by SMTP is refused at the end of DATA.
            "domainSharing_delivery_returned_loop_total",
            "domainSharing_directory_unavailable_total",
            "domainSharing_peer_acceptsAll_total",
            "domainSharing_etrn_accepted_total",
            "domainSharing_etrn_replied_250_total",
            "domainSharing_etrn_replied_252_total",
            "domainSharing_etrn_replied_253_total",
            "domainSharing_etrn_replied_458_total",
            "domainSharing_minger_client_dropped_late_total",
            "domainSharing_minger_client_dropped_otherMailbox_total",
            "domainSharing_minger_server_unanswered_overloaded_total",
            "domainSharing_minger_server_unanswered_directoryFailed_total",
            "domainSharing_minger_server_unanswered_directorySilent_total");

    private static final String DASHBOARD = "docs/grafana/domain-sharing.json";
    private static final String RULES = "docs/grafana/domain-sharing.rules.yml";
    private static final Pattern RULE = Pattern.compile("^ +- alert: (\\S+)\n +expr: (.+)$", Pattern.MULTILINE);
    private static final Pattern FINDING = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ");
    private static final Pattern ROW = Pattern.compile("^\\| `(domainSharing\\S+)` \\| (counter|gauge|summary) \\|");

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
    void everyPanelShouldShowWhatTheTrafficHasMoved() throws IOException {
        Map<String, Set<String>> panels = panels();
        assertThat(panels).hasSizeGreaterThan(15);
        Set<String> asked = new TreeSet<>();
        assertSoftly(softly -> panels.forEach((title, metrics) -> metrics.forEach(metric -> {
            asked.add(metric);
            softly.assertThat(after.ours()).as(title + ": there is " + metric).anyMatch(name -> name.matches(metric));
            softly.assertThat(AT_REST.contains(metric) || after.hasMoved(Pattern.compile(metric)))
                    .as(title + ": " + metric + " is more than nought")
                    .isTrue();
        })));
        assertThat(asked).containsAll(AT_REST);
    }

    @Test
    void everyAlertShouldAskForMetricsThatThereAre() throws IOException {
        String rules = read(RULES);
        Matcher rule = RULE.matcher(rules);
        List<String> names = new ArrayList<>();
        while (rule.find()) {
            names.add(rule.group(1));
            assertThat(new PromQl(rule.group(2)).metrics())
                    .as(rule.group(1))
                    .isNotEmpty()
                    .allSatisfy(metric -> assertThat(after.ours()).anyMatch(name -> name.matches(metric)));
        }
        assertThat(names)
                .as("each alert has its expr on one line, the next")
                .isNotEmpty()
                .hasSize(rules.split("\n[ -]*alert:", -1).length - 1);
        assertThat(read("docs/metrics.md")).contains(names);
    }

    @Test
    void queryOfTheDocumentShouldAskForMetricsThatThereAre() {
        assertThat(Page.read(Checkout.root(), "docs/metrics.md").fences())
                .filteredOn(fence -> fence.kind().equals("promql"))
                .isNotEmpty()
                .allSatisfy(fence -> assertThat(new PromQl(fence.text()).metrics())
                        .isNotEmpty()
                        .allSatisfy(metric -> assertThat(after.ours()).anyMatch(name -> name.matches(metric))));
    }

    @Test
    void documentShouldListEveryMetricAndNoOther() throws IOException {
        Set<String> documented = new TreeSet<>();
        for (String line : read("docs/metrics.md").lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                for (String name : expanded(row.group(1))) {
                    documented.addAll(ofEachPeer(
                            row.group(2).equals("summary") ? List.of(name, name + "_count") : List.of(name)));
                }
            }
        }

        assertThat(after.ours()).isEqualTo(documented);
    }

    @Test
    void onlyAPeerThatIsAddedShouldMakeMetricsAndTheyShouldGoWithIt() {
        Set<String> guests = new TreeSet<>(withGuest.ours());
        guests.removeAll(before.ours());

        assertThat(guests)
                .hasSameSizeAs(before.ours().stream()
                        .filter(name -> name.startsWith("domainSharing_peer_oslo_"))
                        .toList())
                .allMatch(name -> name.startsWith("domainSharing_peer_a_guest_"));
        assertThat(after.ours()).isEqualTo(before.ours());
    }

    private static Set<String> expanded(String name) {
        int open = name.indexOf('{');
        if (open < 0) {
            return Set.of(name);
        }
        Set<String> names = new TreeSet<>();
        for (String kind : name.substring(open + 1, name.indexOf('}')).split(",", -1)) {
            names.add(name.substring(0, open) + kind + name.substring(name.indexOf('}') + 1));
        }
        return names;
    }

    private static Set<String> ofEachPeer(List<String> names) {
        Set<String> all = new TreeSet<>();
        for (String name : names) {
            for (String peer : MeasuredServer.PEERS) {
                ofEachRule(name.replace("<peer>", peer)).forEach(all::add);
            }
        }
        return all;
    }

    /** As the rules are listed where their findings are explained. */
    private static Stream<String> ofEachRule(String name) {
        if (!name.contains("<rule>")) {
            return Stream.of(name);
        }
        String page = String.join(
                "\n", Page.read(Checkout.root(), "docs/troubleshooting.md").lines());
        int begin = page.indexOf("| rule | |\n");
        return FINDING.matcher(page.substring(begin, page.indexOf("\n\n", begin)))
                .results()
                .map(row -> name.replace("<rule>", row.group(1).replace('-', '_')));
    }

    private static Map<String, Set<String>> panels() throws IOException {
        Map<String, Set<String>> panels = new LinkedHashMap<>();
        for (JsonNode panel : new ObjectMapper().readTree(read(DASHBOARD)).path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                panels.computeIfAbsent(panel.path("title").asText(), title -> new TreeSet<>())
                        .addAll(new PromQl(target.path("expr").asText()).metrics());
            }
        }
        return panels;
    }

    private static String read(String file) throws IOException {
        return Files.readString(Checkout.root().resolve(file));
    }
}
