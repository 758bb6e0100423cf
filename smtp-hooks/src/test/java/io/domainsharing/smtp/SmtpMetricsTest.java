// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.junit.jupiter.api.Test;

class SmtpMetricsTest {
    private static final Verdict NOBODY = new Verdict.Nobody();
    private static final Verdict SILENT =
            new Verdict.Undetermined(List.of(new Verdict.MissingAnswer("tokyo", "no answer", false)));

    /** What is more than nought, without the prefix. */
    private static Map<String, Long> counts(MetricRegistry registry) {
        Map<String, Long> counts = new TreeMap<>();
        registry.getMeters().forEach((name, meter) -> {
            if (meter.getCount() > 0) {
                counts.put(name.substring("domainSharing.".length()), meter.getCount());
            }
        });
        return counts;
    }

    @Test
    void eachDecidedCommandShouldBeCountedOnceByItsReply() throws Exception {
        InMemoryOwnership ownership = new InMemoryOwnership()
                .know("ann@example.com", new Verdict.Local(LocalMatch.ACCOUNT))
                .know("nobody@example.com", NOBODY)
                .know("silent@example.com", SILENT);
        try (SmtpListener listener =
                        SmtpListener.verifyingSenders(ownership, new BaseHierarchicalConfiguration(), true);
                SmtpClient client = listener.connect()) {
            client.exchange("EHLO client.example");
            assertThat(client.exchange("MAIL FROM:<nobody@example.com>")).startsWith("550");
            assertThat(client.exchange("MAIL FROM:<silent@example.com>")).startsWith("451");
            assertThat(client.exchange("MAIL FROM:<ann@example.com>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<nobody@example.com>")).startsWith("550");
            assertThat(client.exchange("RCPT TO:<silent@example.com>")).startsWith("451");
            assertThat(client.exchange("RCPT TO:<victim%elsewhere@customer.example>"))
                    .startsWith("550 5.7.1");

            assertThat(counts(listener.counted))
                    .isEqualTo(Map.of(
                            "mail.replied.250", 1L,
                            "mail.replied.451", 1L,
                            "mail.replied.550", 1L,
                            "rcpt.replied.250", 2L,
                            "rcpt.replied.451", 1L,
                            "rcpt.replied.550", 2L));
        }
    }

    @Test
    void whatIsLeftToStockJamesShouldNotBeCounted() throws Exception {
        try (SmtpListener listener = new SmtpListener(new InMemoryOwnership());
                SmtpClient client = listener.connect().greet()) {
            assertThat(client.exchange("RCPT TO:<bob@here.example>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<x@elsewhere.example>")).startsWith("550");
            assertThat(client.exchange("RCPT TO:nonsense")).startsWith("501");

            assertThat(counts(listener.counted)).isEmpty();
        }
    }

    @Test
    void strangerShouldMakeNoNewMetric() throws Exception {
        InMemoryOwnership ownership = new InMemoryOwnership().resolveOthersTo(NOBODY);
        try (SmtpListener listener = new SmtpListener(ownership);
                SmtpClient client = listener.connect().greet()) {
            Set<String> before = new TreeSet<>(listener.counted.getNames());
            for (int i = 0; i < 20; i++) {
                client.exchange("RCPT TO:<guess" + i + "@example.com>");
            }

            assertThat(listener.counted.getNames()).isEqualTo(before);
        }
    }
}
