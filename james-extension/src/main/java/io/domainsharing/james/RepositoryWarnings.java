// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.ownership.configuration.VolatileRepositories;
import io.domainsharing.ownership.configuration.VolatileRepositories.Use;
import java.util.List;
import javax.inject.Inject;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail repositories that a restart empties, on a server whose queues outlive it. */
final class RepositoryWarnings {
    private static final Logger LOGGER = LoggerFactory.getLogger(RepositoryWarnings.class);

    /** The only queues of James's own that do not outlive it. By name: a server with other queues lacks the class. */
    private static final String QUEUES_IN_MEMORY = "MemoryMailQueueFactory";

    private final MailQueueFactory<?> queues;
    private final ConfigurationProvider files;

    @Inject
    RepositoryWarnings(MailQueueFactory<?> queues, ConfigurationProvider files) {
        this.queues = queues;
        this.files = files;
    }

    void log() {
        if (queues.getClass().getSimpleName().equals(QUEUES_IN_MEMORY)) {
            return;
        }
        try {
            List<String> urls = VolatileRepositories.in(
                            files.getConfiguration("mailetcontainer"), files.getConfiguration("mailrepositorystore"))
                    .stream()
                    .map(Use::url)
                    .toList();
            if (!urls.isEmpty()) {
                LOGGER.warn(
                        "conf/mailetcontainer.xml: {}: the next restart loses the mail in these repositories, which are in"
                                + " memory, while this server keeps its queues. Write file://... in their place, and the protocol file"
                                + " into conf/mailrepositorystore.xml, as james-conf/jpa/ has both",
                        urls);
            }
        } catch (ConfigurationException e) {
            LOGGER.warn("conf/mailetcontainer.xml and conf/mailrepositorystore.xml could not be checked", e);
        }
    }
}
