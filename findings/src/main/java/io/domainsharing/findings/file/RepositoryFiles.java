// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.ownership.configuration.VolatileRepositories;
import io.domainsharing.ownership.configuration.VolatileRepositories.Use;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** Whether a restart empties repositories of a server whose queues outlive it. */
final class RepositoryFiles {
    static final String STORE = "mailrepositorystore.xml";

    /** Each is there on servers only that keep their queues in a broker. */
    private static final List<String> OF_DURABLE_SERVERS = List.of(
            "activemq.properties",
            "rabbitmq.properties",
            "pulsar.properties",
            "james-database.properties",
            "postgres.properties",
            "cassandra.properties");

    private static final Pattern LIBRARY =
            Pattern.compile("james-server-queue-(activemq|jms|rabbitmq|pulsar)-[0-9].*\\.jar");

    private final ConfFolder folder;
    private final Findings findings;

    RepositoryFiles(ConfFolder folder, Findings findings) {
        this.folder = folder;
        this.findings = findings;
    }

    void check() {
        // A missing mailetcontainer.xml has been told.
        if (!folder.has(STORE) || !folder.has(PipelineFile.NAME)) {
            return;
        }
        signOfDurableQueues().ifPresent(sign -> {
            try {
                for (Use use :
                        VolatileRepositories.in(folder.xml("mailetcontainer"), folder.xml("mailrepositorystore"))) {
                    findings.warning(
                            Rule.REPOSITORY_IN_MEMORY,
                            Place.of(PipelineFile.NAME).key(use.key()).value(use.url()),
                            "is in memory: the next restart loses its mail, while this server keeps its queues (there is "
                                    + sign + ")",
                            "Write file://... in its place, and the protocol file into " + STORE
                                    + ", as james-conf/jpa/ has both");
                }
            } catch (ConfigurationException e) {
                findings.error(
                        Rule.REPOSITORY_IN_MEMORY,
                        Place.of(STORE),
                        "cannot be read: " + e.getMessage(),
                        "Correct the XML");
            }
        });
    }

    /** A file by which a server shows that it keeps its queues: of its configuration, or of its libraries beside that. */
    private Optional<String> signOfDurableQueues() {
        return OF_DURABLE_SERVERS.stream().filter(folder::has).findFirst().or(this::libraryOfDurableQueues);
    }

    private Optional<String> libraryOfDurableQueues() {
        try (Stream<Path> files = Files.walk(folder.root(), 2)) {
            return files.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> LIBRARY.matcher(name).matches())
                    .sorted()
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            // What this user may not look into tells nothing.
            return Optional.empty();
        }
    }
}
