// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

/** The sample files of each server: where that server keeps its mail. WholeFilesTest holds them to what James brings. */
class SampleFilesTest {
    private static final String PIPELINE = "mailetcontainer.xml";
    private static final String REPOSITORIES = "mailrepositorystore.xml";

    /** Where each server keeps mail that it could not deliver. */
    private static final Map<ServerKind, String> PROTOCOLS = Map.of(
            ServerKind.MEMORY, "memory",
            ServerKind.JPA, "file",
            ServerKind.POSTGRES, "postgres",
            ServerKind.POSTGRES_AND_RABBITMQ, "postgres",
            ServerKind.DISTRIBUTED, "cassandra");

    @ParameterizedTest
    @EnumSource
    void mailThatCouldNotBeDeliveredShouldLieWhereTheServerKeepsItsData(ServerKind kind) throws IOException {
        String protocol = PROTOCOLS.get(kind);
        XmlFile pipeline = XmlFile.load(sample(kind, PIPELINE));
        List<String> urls = Stream.concat(
                        pipeline.all("spooler/errorRepository").stream(),
                        pipeline.all("processors/processor/mailet/repositoryPath").stream())
                .map(Element::getTextContent)
                .toList();

        assertThat(urls).hasSizeGreaterThan(4).allMatch(url -> url.startsWith(protocol + "://var/mail/"));
        XmlFile repositories = XmlFile.load(sample(kind, REPOSITORIES));
        assertThat(repositories.find("defaultProtocol").orElseThrow().getTextContent())
                .isEqualTo(protocol);
        assertThat(repositories.all("mailrepositories/mailrepository/protocols/protocol"))
                .singleElement()
                .satisfies(each -> assertThat(each.getTextContent()).isEqualTo(protocol));
    }

    /** There is no JMAP on that server, and its classes are not there. */
    @Test
    void pipelineOfJpaShouldNameNothingOfJmap() throws IOException {
        assertThat(Files.readString(sample(ServerKind.JPA, PIPELINE))).doesNotContain("jmap", "VacationMailet");
        assertThat(Files.readString(sample(ServerKind.POSTGRES, PIPELINE))).contains("jmap", "VacationMailet");
    }

    private static Path sample(ServerKind kind, String file) {
        List<Path> folders = kind.samples();
        return folders.get(folders.size() - 1).resolve(file);
    }
}
