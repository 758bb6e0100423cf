// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.maven.artifact.versioning.ComparableVersion;

/** What OSV's records say of one fault: which versions of which libraries have it (https://ossf.github.io/osv-schema/). */
final class Advisory {
    private final JsonNode osv;

    Advisory(JsonNode osv) {
        this.osv = osv;
        if (id().isEmpty()) {
            throw new IllegalArgumentException("no record of OSV: it has no id");
        }
    }

    String id() {
        return osv.path("id").asText();
    }

    /** The id and the names that other databases have for it. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(Set.of(id()));
        osv.path("aliases").forEach(alias -> names.add(alias.asText()));
        return names;
    }

    boolean affects(Library library) {
        return !osv.has("withdrawn")
                && stream(osv.path("affected"))
                        .filter(affected ->
                                affected.at("/package/ecosystem").asText().equals("Maven"))
                        .filter(affected ->
                                affected.at("/package/name").asText().equals(library.name()))
                        .anyMatch(affected -> isAffected(affected, library.version()));
    }

    private static boolean isAffected(JsonNode affected, String version) {
        List<JsonNode> ranges = stream(affected.path("ranges"))
                .filter(range -> !range.path("type").asText().equals("GIT"))
                .toList();
        JsonNode versions = affected.path("versions");
        if (ranges.isEmpty() && versions.isEmpty()) {
            return true;
        }
        return stream(versions).anyMatch(listed -> listed.asText().equals(version))
                || ranges.stream().anyMatch(range -> isWithin(range, new ComparableVersion(version)));
    }

    /** The events in the order of their versions; the last one that the version has reached decides. */
    private static boolean isWithin(JsonNode range, ComparableVersion version) {
        return stream(range.path("events"))
                .flatMap(Event::of)
                .sorted(Event.IN_ORDER)
                .filter(event -> event.hasHappenedTo(version))
                .reduce((earlier, later) -> later)
                .map(Event::begins)
                .orElse(false);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    @Override
    public String toString() {
        return String.join(", ", names()) + ": " + osv.path("summary").asText("(no summary)");
    }

    /**
     * @param begins whether the fault is there from here on, or no longer
     * @param after only in versions beyond it
     */
    private record Event(ComparableVersion since, boolean begins, boolean after) {
        static final Comparator<Event> IN_ORDER =
                Comparator.comparing(Event::since).thenComparing(Event::after).thenComparing(Event::begins);

        /** An event of another kind bounds nothing. */
        static Stream<Event> of(JsonNode event) {
            return Stream.of("introduced", "fixed", "last_affected")
                    .filter(event::has)
                    .map(kind -> new Event(
                            new ComparableVersion(event.path(kind).asText()),
                            kind.equals("introduced"),
                            kind.equals("last_affected")));
        }

        boolean hasHappenedTo(ComparableVersion version) {
            int beyond = version.compareTo(since);
            return after ? beyond > 0 : beyond >= 0;
        }
    }
}
