// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Findings;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.junit.jupiter.api.Test;

class RepositoryRulesTest {
    private static final Path ON_MEMORY = Path.of("../james-conf");
    private static final Path ON_JPA = ON_MEMORY.resolve("jpa");

    private final Findings findings = new Findings("");

    @Test
    void operatorShouldBeToldOfRepositoriesInMemoryWhenQueuesOutliveTheServer() {
        new RepositoryRules(new OtherQueues(), files(ON_MEMORY)).check(findings);

        assertThat(findings.all())
                .hasSizeGreaterThan(1)
                .allSatisfy(finding -> assertThat(finding.remedy()).contains("james-conf/jpa/"))
                .extracting(Finding::value)
                .contains("memory://var/mail/error/", "memory://var/mail/relay-denied/");
    }

    @Test
    void operatorShouldNotBeToldWhenRepositoriesAreFiles() {
        new RepositoryRules(new OtherQueues(), files(ON_JPA)).check(findings);

        assertThat(findings.all()).isEmpty();
    }

    @Test
    void operatorShouldNotBeToldWhenQueuesAreInMemoryToo() {
        new RepositoryRules(new MemoryMailQueueFactory(), files(ON_MEMORY)).check(findings);

        assertThat(findings.all()).isEmpty();
    }

    private static ConfigurationProvider files(Path folder) {
        return (ConfigurationProvider) Proxy.newProxyInstance(
                RepositoryRulesTest.class.getClassLoader(),
                new Class<?>[] {ConfigurationProvider.class},
                (proxy, method, arguments) -> load(folder.resolve(arguments[0] + ".xml")));
    }

    private static XMLConfiguration load(Path file) throws ConfigurationException {
        XMLConfiguration configuration = new XMLConfiguration();
        new FileHandler(configuration).load(file.toFile());
        return configuration;
    }

    /** Queues of another kind than James's own in memory. */
    private static class OtherQueues implements MailQueueFactory<MailQueue> {
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

    /** Has the name of James's own, which is what tells it from others. */
    private static final class MemoryMailQueueFactory extends OtherQueues {}
}
