// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Findings;
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
import io.domainsharing.smtpclient.StartTls;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DomainRulesTest {
    private final Findings findings = new Findings("");

    @Test
    @Tag("D9")
    void operatorShouldBeToldWhichMailetsSharedListsLack() throws Exception {
        rules(true).check(findings);

        assertThat(messages())
                .anySatisfy(line -> assertThat(line)
                        .contains("lists/share")
                        .contains("(io.domainsharing.mailets.ShareListPosts) is in no processor"))
                .anySatisfy(line ->
                        assertThat(line).contains("(io.domainsharing.mailets.DropSecondCopies) is in no processor"));
    }

    @Test
    @Tag("D10")
    void mailetsShouldNotBeMissedWhenListsAreNotShared() throws Exception {
        rules(false).check(findings);

        assertThat(messages()).noneMatch(line -> line.contains("lists/share"));
    }

    @Test
    @Tag("R3")
    void operatorShouldBeToldWhenASecondaryHoldsMailForADomainThatIsNotOurs() throws Exception {
        rules(false).check(findings);

        assertThat(messages())
                .anyMatch(line -> line.contains("secondary[backup.example.net:25]/domain (foreign.example)"))
                .noneMatch(line -> line.contains("own.example)"));
    }

    @Test
    @Tag("R2")
    void operatorShouldBeToldWhichUserCannotLogInAndAskForHeldMail() throws Exception {
        rules(false).check(findings);

        assertThat(messages())
                .anyMatch(line -> line.contains("etrnUser (backup@customer.example) can have no account here"))
                .noneMatch(line -> line.contains("backup@own.example"));
    }

    private List<String> messages() {
        return findings.all().stream().map(Finding::message).toList();
    }

    private static DomainRules rules(boolean share) throws Exception {
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
                        new LookupConfiguration.Smtp("mx1.example.com", StartTls.WHEN_OFFERED, null)),
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
                ClusterConfiguration.DEFAULT,
                null,
                null);
        ConfigurationProvider files = (component, onError) -> new BaseHierarchicalConfiguration();
        return new DomainRules(
                configuration,
                domains,
                new MailetRules(configuration, new ListMailets()),
                new ListenerRules(configuration, files),
                new RepositoryRules(new MemoryMailQueueFactory(), files));
    }

    /** Has the name of James's own. */
    private static final class MemoryMailQueueFactory implements MailQueueFactory<MailQueue> {
        @Override
        public Optional<MailQueue> getQueue(MailQueueName name, PrefetchCount count) {
            return Optional.empty();
        }

        @Override
        public MailQueue createQueue(MailQueueName name, PrefetchCount count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<MailQueueName> listCreatedMailQueues() {
            return Set.of();
        }
    }
}
