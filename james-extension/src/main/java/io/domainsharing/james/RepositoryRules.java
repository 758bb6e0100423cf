// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.live.Rounds;
import io.domainsharing.ownership.configuration.VolatileRepositories;
import io.domainsharing.ownership.configuration.VolatileRepositories.Use;
import javax.inject.Inject;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/** Mail repositories that a restart empties, on a server whose queues outlive it. */
final class RepositoryRules implements Rounds.Rules {
    /** The only queues of James's own that do not outlive it. By name: a server with other queues lacks the class. */
    private static final String QUEUES_IN_MEMORY = "MemoryMailQueueFactory";

    private final MailQueueFactory<?> queues;
    private final ConfigurationProvider files;

    @Inject
    RepositoryRules(MailQueueFactory<?> queues, ConfigurationProvider files) {
        this.queues = queues;
        this.files = files;
    }

    @Override
    public void check(Findings findings) {
        if (queues.getClass().getSimpleName().equals(QUEUES_IN_MEMORY)) {
            return;
        }
        try {
            for (Use use : VolatileRepositories.in(
                    files.getConfiguration("mailetcontainer"), files.getConfiguration("mailrepositorystore"))) {
                findings.warning(
                        Rule.REPOSITORY_IN_MEMORY,
                        Place.of("mailetcontainer.xml").key(use.key()).value(use.url()),
                        "is in memory: the next restart loses its mail, while this server keeps its queues",
                        "Write file://... in its place, and the protocol file into mailrepositorystore.xml, as james-conf/jpa/ has both");
            }
        } catch (ConfigurationException e) {
            throw new IllegalStateException("conf/mailetcontainer.xml cannot be read", e);
        }
    }
}
