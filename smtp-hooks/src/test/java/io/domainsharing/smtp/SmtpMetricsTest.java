// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.metric.Figures;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.junit.jupiter.api.Test;

class SmtpMetricsTest {
    private static final Verdict NOBODY = new Verdict.Nobody();
    private static final Verdict SILENT =
            new Verdict.Undetermined(List.of(new Verdict.MissingAnswer("tokyo", "no answer", false)));

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

            assertThat(Figures.moved(listener.counted))
                    .isEqualTo(Map.of(
                            "smtp_replies_total{mail,250}", 1.0,
                            "smtp_replies_total{mail,451}", 1.0,
                            "smtp_replies_total{mail,550}", 1.0,
                            "smtp_replies_total{rcpt,250}", 2.0,
                            "smtp_replies_total{rcpt,451}", 1.0,
                            "smtp_replies_total{rcpt,550}", 2.0));
        }
    }

    @Test
    void whatIsLeftToStockJamesShouldNotBeCounted() throws Exception {
        try (SmtpListener listener = new SmtpListener(new InMemoryOwnership());
                SmtpClient client = listener.connect().greet()) {
            assertThat(client.exchange("RCPT TO:<bob@here.example>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<x@elsewhere.example>")).startsWith("550");
            assertThat(client.exchange("RCPT TO:nonsense")).startsWith("501");

            assertThat(Figures.moved(listener.counted)).isEmpty();
        }
    }

    @Test
    void strangerShouldMakeNoNewMetric() throws Exception {
        InMemoryOwnership ownership = new InMemoryOwnership().resolveOthersTo(NOBODY);
        try (SmtpListener listener = new SmtpListener(ownership);
                SmtpClient client = listener.connect().greet()) {
            Set<String> before = Set.copyOf(Figures.of(listener.counted).keySet());
            for (int i = 0; i < 20; i++) {
                client.exchange("RCPT TO:<guess" + i + "@example.com>");
            }

            assertThat(Figures.of(listener.counted).keySet()).isEqualTo(before);
        }
    }
}
