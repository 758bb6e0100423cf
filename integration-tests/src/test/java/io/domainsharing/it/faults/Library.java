// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A library of Maven, as a bill of materials lists it.
 *
 * @param name group and artifact, joined by a colon
 */
record Library(String name, String version) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A package URL, such as {@code pkg:maven/io.netty/netty-common@4.1.86.Final?type=jar}. */
    private static final Pattern PURL = Pattern.compile("pkg:maven/([^/@?#]+)/([^/@?#]+)@([^/@?#]+)(\\?.*)?");

    /** What a CycloneDX file lists, in JSON. */
    static List<Library> listedIn(Path bom) throws IOException {
        JsonNode components = JSON.readTree(bom.toFile()).path("components");
        return StreamSupport.stream(components.spliterator(), false)
                .map(component -> of(component.path("purl").asText()))
                .toList();
    }

    static Library of(String purl) {
        Matcher parts = PURL.matcher(purl);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + purl + "' is not the package URL of a library of Maven");
        }
        return new Library(parts.group(1) + ':' + parts.group(2), parts.group(3));
    }

    @Override
    public String toString() {
        return name + ':' + version;
    }
}
