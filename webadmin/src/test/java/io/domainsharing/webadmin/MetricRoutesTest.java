// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import spark.Service;

/** How the figures are written. With a real James: MetricsIT. */
@Tag("O3")
class MetricRoutesTest {
    private final CollectorRegistry registry = new CollectorRegistry();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Service spark = Service.ignite().ipAddress("127.0.0.1").port(0);

    @BeforeEach
    void setUp() {
        Gauge.build("zebras", "Last.").register(registry);
        Counter.build("things_total", "Things.")
                .labelNames("peer")
                .register(registry)
                .labels("to\"kyo")
                .inc();
        new MetricRoutes(registry).define(spark, "/metrics");
        spark.awaitInitialization();
    }

    @AfterEach
    void tearDown() {
        spark.stop();
    }

    @Test
    void figuresShouldBeInTextFormatByNameAndWithoutSecondSeries() throws Exception {
        HttpResponse<String> answer = answer("*/*");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body())
                .isEqualTo("# HELP domain_sharing_build_info The version of this extension.\n"
                        + "# TYPE domain_sharing_build_info gauge\n"
                        + "domain_sharing_build_info{version=\"" + Build.version() + "\",} 1.0\n"
                        + "# HELP things_total Things.\n"
                        + "# TYPE things_total counter\n"
                        + "things_total{peer=\"to\\\"kyo\",} 1.0\n"
                        + "# HELP zebras Last.\n"
                        + "# TYPE zebras gauge\n"
                        + "zebras 0.0\n");
    }

    @Test
    void figuresShouldBeInOpenMetricsForWhoeverAcceptsIt() throws Exception {
        HttpResponse<String> answer =
                answer("application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5");

        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(answer.body()).contains("# TYPE domain_sharing_build info\n").endsWith("# EOF\n");
    }

    private HttpResponse<String> answer(String accepted) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + spark.port() + "/metrics"))
                        .header("Accept", accepted)
                        .build(),
                BodyHandlers.ofString());
    }
}
