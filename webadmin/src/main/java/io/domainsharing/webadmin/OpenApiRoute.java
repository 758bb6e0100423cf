// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.inject.Inject;
import spark.Service;

/** The part of {@link DomainSharingRoutes} that describes them all. */
final class OpenApiRoute {
    static final String FILE = "openapi.json";

    private final String description;

    @Inject
    OpenApiRoute() {
        try (InputStream file = OpenApiRoute.class.getResourceAsStream(FILE)) {
            description = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " in the JAR cannot be read", e);
        }
    }

    void define(Service service, String base) {
        service.get(base + "/" + FILE, (request, response) -> description);
    }
}
