// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Info;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * The part of {@link DomainSharingRoutes} that Prometheus reads: its text format 0.0.4, or OpenMetrics 1.0.0 for whoever accepts
 * that. Reads what this server knows: asks no peer and no queue.
 */
final class MetricRoutes {
    /** Of each counter a second series that says when it began. Nothing here asks for it. */
    private static final String BEGINNING = "_created";

    private final CollectorRegistry registry;
    private final Info build =
            Info.build("domain_sharing_build", "The version of this extension.").create();

    @Inject
    MetricRoutes(CollectorRegistry registry) {
        this.registry = registry;
        build.info("version", Build.version());
    }

    void define(Service service, String path) {
        service.get(path, this::all);
    }

    private String all(Request request, Response response) throws IOException {
        String type = TextFormat.chooseContentType(request.headers("Accept"));
        StringWriter text = new StringWriter();
        TextFormat.writeFormat(type, text, Collections.enumeration(families()));
        response.type(type);
        return text.toString();
    }

    private List<MetricFamilySamples> families() {
        return Stream.concat(build.collect().stream(), Collections.list(registry.metricFamilySamples()).stream())
                .map(MetricRoutes::withoutBeginnings)
                .sorted(Comparator.comparing(family -> family.name))
                .toList();
    }

    private static MetricFamilySamples withoutBeginnings(MetricFamilySamples family) {
        return new MetricFamilySamples(
                family.name,
                family.unit,
                family.type,
                family.help,
                family.samples.stream()
                        .filter(sample -> !sample.name.endsWith(BEGINNING))
                        .toList());
    }
}
