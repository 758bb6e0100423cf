// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.james.util.Port;
import org.apache.james.webadmin.WebAdminConfiguration;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import spark.Service;
import spark.route.HttpMethod;
import spark.routematch.RouteMatch;

/** Holds the description against the routes that Spark has. What the routes answer is held against it by OpenApiIT. */
@Tag("O2")
class OpenApiTest {
    private static final Set<String> VERBS = Set.of("get", "put", "post", "delete");
    /** They see requests, and answer none. */
    private static final Set<HttpMethod> FILTERS = Set.of(HttpMethod.before, HttpMethod.after);

    @Test
    void descriptionShouldHaveEachRouteAndNoOther() throws Exception {
        Service spark = Service.ignite().ipAddress("127.0.0.1").port(0);
        try {
            ((DomainSharingRoutes) made(DomainSharingRoutes.class)).define(spark);
            Set<String> routes = spark.routes().stream()
                    .filter(route -> !FILTERS.contains(route.getHttpMethod()))
                    .map(OpenApiTest::inOpenApi)
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(routes).hasSizeGreaterThan(15);
            assertThat(described(description())).isEqualTo(routes);
        } finally {
            spark.stop();
        }
    }

    @Test
    void everyReferenceShouldLeadSomewhereAndEveryParameterOfAPathBeDescribed() throws Exception {
        JsonNode description = description();
        for (JsonNode reference : description.findValues("$ref")) {
            assertThat(description.at(reference.textValue().substring(1)).isObject())
                    .as(reference.textValue())
                    .isTrue();
        }
        description.path("paths").fields().forEachRemaining(path -> path.getValue()
                .forEach(operation -> assertThat(path.getKey())
                        .as(operation.path("operationId").asText())
                        .satisfies(key -> assertThat(parametersIn(key)).isEqualTo(parametersOf(operation)))));
        List<String> ids = description.findValuesAsText("operationId");
        assertThat(ids).doesNotHaveDuplicates().hasSameSizeAs(described(description));
        assertThat(description.path("info").path("version").asText())
                .as("put in by the build")
                .isEqualTo(Build.version())
                .matches("[0-9].*");
    }

    @Test
    void everyOperationButThePageShouldKnowTheAnswerToAStranger() throws Exception {
        JsonNode description = description();
        description.path("paths").fields().forEachRemaining(path -> path.getValue()
                .forEach(operation -> {
                    JsonNode toStrangers = operation.path("responses").path("401");
                    assertThat(toStrangers.path("$ref").asText())
                            .as(operation.path("operationId").asText())
                            .isEqualTo(
                                    path.getKey().equals("/domain-sharing/ui") ? "" : "#/components/responses/NoToken");
                }));
    }

    private static String inOpenApi(RouteMatch route) {
        return route.getHttpMethod().name() + ' ' + route.getMatchUri().replaceAll(":([a-zA-Z]+)", "{$1}");
    }

    private static Set<String> described(JsonNode description) {
        Set<String> operations = new TreeSet<>();
        description.path("paths").fields().forEachRemaining(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(verb -> {
                    assertThat(VERBS).contains(verb);
                    operations.add(verb + ' ' + path.getKey());
                }));
        return operations;
    }

    private static Set<String> parametersIn(String path) {
        Set<String> names = new TreeSet<>();
        for (String part : Splitter.on('/').split(path)) {
            if (part.startsWith("{")) {
                names.add(part.substring(1, part.length() - 1));
            }
        }
        return names;
    }

    private static Set<String> parametersOf(JsonNode operation) {
        Set<String> names = new TreeSet<>();
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("in").asText().equals("path")) {
                names.add(parameter.path("name").asText());
            }
        }
        return names;
    }

    private static JsonNode description() throws IOException {
        try (InputStream file = OpenApiTest.class.getResourceAsStream(OpenApiRoute.FILE)) {
            return new ObjectMapper().readTree(file);
        }
    }

    // The routes as they are, with nothing behind them: none of them is called.
    static Object made(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = Arrays.stream(type.getDeclaredConstructors())
                .filter(candidate -> candidate.isAnnotationPresent(Inject.class))
                .findFirst()
                .orElseThrow();
        List<@Nullable Object> parts = new ArrayList<>();
        for (Class<?> part : constructor.getParameterTypes()) {
            boolean isOurs = part.getPackage().equals(DomainSharingRoutes.class.getPackage());
            parts.add(isOurs ? made(part) : outside(part));
        }
        return constructor.newInstance(parts.toArray());
    }

    private static @Nullable Object outside(Class<?> part) {
        if (part == Clock.class) {
            return new FakeClock();
        }
        if (part == DomainSharingConfiguration.class) {
            return DomainSharingConfiguration.switchedOff(new NodeName("paris"));
        }
        if (part == WebAdminConfiguration.class) {
            return WebAdminConfiguration.builder()
                    .enabled()
                    .port(() -> new Port(8000))
                    .build();
        }
        return part == AuthenticationFilter.class ? AuthenticationTest.LIKE_JAMES : null;
    }
}
