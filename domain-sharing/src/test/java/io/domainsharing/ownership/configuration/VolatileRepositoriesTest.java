// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.configuration.VolatileRepositories.Use;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class VolatileRepositoriesTest {
    private static final String STORE =
            """
            <mailrepositorystore>
              <mailrepositories>
                <mailrepository class="org.apache.james.mailrepository.memory.MemoryMailRepository">
                  <protocols><protocol>memory</protocol><protocol>Fast</protocol></protocols>
                </mailrepository>
                <mailrepository class="org.apache.james.mailrepository.file.FileMailRepository">
                  <protocols><protocol>file</protocol></protocols>
                </mailrepository>
              </mailrepositories>
            </mailrepositorystore>
            """;

    @Test
    void repositoriesShouldBeNamedOnceWhereverTheyStand() throws Exception {
        assertThat(VolatileRepositories.in(
                        Xml.load(
                                """
                                <mailetcontainer>
                                  <spooler><errorRepository>memory://var/mail/error/</errorRepository></spooler>
                                  <processors>
                                    <processor state="error">
                                      <mailet match="All" class="ToRepository">
                                        <repositoryPath>memory://var/mail/error/</repositoryPath>
                                      </mailet>
                                      <mailet match="All" class="ToRepository">
                                        <repositoryPath> FAST://var/mail/relay-denied/ </repositoryPath>
                                      </mailet>
                                    </processor>
                                  </processors>
                                </mailetcontainer>
                                """),
                        Xml.load(STORE)))
                .containsExactly(
                        new Use("spooler.errorRepository", "memory://var/mail/error/"),
                        new Use("processors.processor.mailet.repositoryPath", "FAST://var/mail/relay-denied/"));
    }

    @Test
    void repositoriesShouldNotBeNamedWhenTheirProtocolKeepsMail() throws Exception {
        assertThat(VolatileRepositories.in(
                        Xml.load(
                                """
                                <mailetcontainer>
                                  <spooler><errorRepository>file://var/mail/error/</errorRepository></spooler>
                                  <context><postmaster>memory</postmaster></context>
                                </mailetcontainer>
                                """),
                        Xml.load(STORE)))
                .isEmpty();
    }

    @Test
    void samplesShouldHaveAllInMemoryOnTheMemoryServerAndNothingOnJpa() throws Exception {
        Path conf = Xml.ROOT.resolve("james-conf");

        assertThat(sample(conf))
                .extracting(Use::url)
                .contains("memory://var/mail/error/")
                .hasSize(4);
        assertThat(sample(conf.resolve("jpa"))).isEmpty();
    }

    private static List<Use> sample(Path folder) throws Exception {
        return VolatileRepositories.in(
                Xml.load(Files.readString(folder.resolve("mailetcontainer.xml"))),
                Xml.load(Files.readString(folder.resolve("mailrepositorystore.xml"))));
    }
}
