// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.common.net.HostAndPort;
import io.domainsharing.mailets.ListMailets;
import io.domainsharing.ownership.EtrnClients;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Secondary;
import io.domainsharing.ownership.configuration.AccountsConfiguration;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.configuration.ClusterConfiguration;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.ListsConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.configuration.MxConfiguration;
import io.domainsharing.ownership.configuration.SecondariesConfiguration;
import io.domainsharing.ownership.configuration.SendersConfiguration;
import io.domainsharing.ownership.configuration.VrfyConfiguration;
import io.domainsharing.ownership.configuration.WebAdminAccessConfiguration;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.smtpclient.StartTls;
import java.util.List;
import java.util.Set;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StartupWarningsTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(StartupWarnings.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.WARN);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    @Tag("D9")
    void operatorShouldBeToldWhichMailetsSharedListsLack() throws Exception {
        warnings(true).log();

        assertThat(warningsLogged())
                .anySatisfy(line -> assertThat(line)
                        .contains("lists/share")
                        .contains("io.domainsharing.mailets.ShareListPosts is in no processor"))
                .anySatisfy(line -> assertThat(line)
                        .contains("io.domainsharing.mailets.DropSecondCopies is in no processor")
                        .contains("mailetcontainer.xml"));
    }

    @Test
    @Tag("D10")
    void mailetsShouldNotBeMissedWhenListsAreNotShared() throws Exception {
        warnings(false).log();

        assertThat(warningsLogged()).noneMatch(line -> line.contains("lists/share"));
    }

    @Test
    @Tag("R3")
    void operatorShouldBeToldWhenASecondaryHoldsMailForADomainThatIsNotOurs() throws Exception {
        warnings(false).log();

        assertThat(warningsLogged())
                .anyMatch(line -> line.startsWith("foreign.example is a domain of the secondary backup.example.net:25"))
                .noneMatch(line -> line.startsWith("own.example"));
    }

    @Test
    @Tag("R2")
    void operatorShouldBeToldWhichUserCannotLogInAndAskForHeldMail() throws Exception {
        warnings(false).log();

        assertThat(warningsLogged())
                .anyMatch(line -> line.contains("etrnUser: backup@customer.example can have no account here"))
                .noneMatch(line -> line.contains("backup@own.example"));
    }

    @Test
    @Tag("D7")
    void operatorShouldBeToldOfANameInEhloThatIsNotFullyQualified() throws Exception {
        warnings(false).log();

        assertThat(warningsLogged())
                .filteredOn(line -> line.contains("EHLO localhost"))
                .singleElement()
                .asString()
                .contains("delivery/heloName", "lookup/heloName");
    }

    private List<String> warningsLogged() {
        return lines.list.stream()
                .filter(event -> event.getLevel().equals(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static StartupWarnings warnings(boolean share) throws Exception {
        MemoryDomainList domains = new MemoryDomainList(null);
        domains.configure(DomainListConfiguration.builder()
                .autoDetect(false)
                .autoDetectIp(false)
                .build());
        domains.addDomain(Domain.of("own.example"));
        Secondary backup = new Secondary(
                List.of(HostAndPort.fromParts("backup.example.net", 25)),
                List.of(Domain.of("own.example"), Domain.of("foreign.example")),
                List.of());
        Gateway customer = new Gateway(
                Domain.of("customer.example"),
                List.of(HostAndPort.fromParts("mx.customer.example", 25)),
                Gateway.Verification.NONE,
                4069,
                null,
                null,
                Gateway.WhenUnreachable.ACCEPT,
                false,
                new EtrnClients(
                        List.of(), Set.of(Username.of("backup@customer.example"), Username.of("backup@own.example"))),
                List.of());
        DomainSharingConfiguration configuration = new DomainSharingConfiguration(
                true,
                new NodeName("paris"),
                Set.of(),
                List.of(),
                false,
                new LookupConfiguration(
                        LookupConfiguration.DEFAULT_TIMEOUT,
                        LookupConfiguration.DEFAULT_ATTEMPTS,
                        LookupConfiguration.DEFAULT_BUDGET,
                        null,
                        new LookupConfiguration.Smtp("localhost", StartTls.WHEN_OFFERED, null)),
                CacheConfiguration.DEFAULT,
                null,
                VrfyConfiguration.DEFAULT,
                MxConfiguration.DEFAULT,
                SendersConfiguration.DEFAULT,
                DeliveryConfiguration.DEFAULT,
                AccountsConfiguration.DEFAULT,
                new ListsConfiguration(share),
                List.of(customer),
                new SecondariesConfiguration(SecondariesConfiguration.DEFAULT_EVERY, List.of(backup)),
                WebAdminAccessConfiguration.DEFAULT,
                ClusterConfiguration.DEFAULT);
        return new StartupWarnings(
                configuration,
                new InMemoryPeers().directory(),
                domains,
                new MemoryRecipientRewriteTable(),
                new ListMailets());
    }
}
