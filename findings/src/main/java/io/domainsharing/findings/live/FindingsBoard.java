// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.live;

import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.Severity;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong with this server now, and since when. Says each finding once at WARN when it begins and once at INFO when it ends,
 * however its words change meanwhile. Thread-safe; reading never blocks.
 */
public final class FindingsBoard {
    private static final Logger LOGGER = LoggerFactory.getLogger(FindingsBoard.class);
    private static final Comparator<Standing> WORST_FIRST =
            Comparator.comparing(standing -> standing.finding().severity());

    private final Clock clock;
    private final Map<String, Map<Subject, Standing>> parts = new LinkedHashMap<>();
    private volatile List<Standing> standing = List.of();

    public FindingsBoard(Clock clock) {
        this.clock = clock;
    }

    /** A finding that stands. */
    public record Standing(Finding finding, Instant since) {}

    /** What makes two findings the same: not their words, which may hold a number or a time. */
    private record Subject(Rule rule, String file, String key, String value) {
        static Subject of(Finding finding) {
            return new Subject(finding.rule(), finding.file(), finding.key(), finding.value());
        }
    }

    /** All that stand: errors first, otherwise in the order in which they were looked for. */
    public List<Standing> standing() {
        return standing;
    }

    /** How many of that severity stand. */
    public long count(Severity severity) {
        return standing.stream()
                .filter(one -> one.finding().severity() == severity)
                .count();
    }

    /** What a round of that part has found: it takes the place of what the part had found before. What is well is left out. */
    public synchronized void replace(String part, List<Finding> found) {
        Map<Subject, Standing> before = parts.getOrDefault(part, Map.of());
        Map<Subject, Standing> now = new LinkedHashMap<>();
        for (Finding finding : found) {
            if (finding.severity().isMistake()) {
                Subject subject = Subject.of(finding);
                Standing earlier = before.get(subject);
                now.put(subject, new Standing(finding, earlier == null ? clock.instant() : earlier.since()));
                if (earlier == null) {
                    LOGGER.warn("{}. {} (finding {})", finding.message(), finding.remedy(), finding.rule());
                }
            }
        }
        before.forEach((subject, ended) -> {
            if (!now.containsKey(subject)) {
                LOGGER.info(
                        "No finding any more: {} (finding {})", ended.finding().message(), subject.rule());
            }
        });
        parts.put(part, now);
        List<Standing> all = new ArrayList<>();
        parts.values().forEach(one -> all.addAll(one.values()));
        all.sort(WORST_FIRST);
        standing = List.copyOf(all);
    }
}
