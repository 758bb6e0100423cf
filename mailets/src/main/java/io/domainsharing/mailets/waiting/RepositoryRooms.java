// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryPath;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryStore.MailRepositoryStoreException;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;

/**
 * For queues that ignore delays: what waits lies in mail repositories of the protocol that {@code mailrepositorystore.xml} has for its
 * default, below {@code var/mail}, under the names of the queues.
 */
public record RepositoryRooms(
        MailQueueFactory<?> queues, MailRepositoryStore repositories, TicketOffice office, MailTurns turns, Clock clock)
        implements WaitingRooms {
    private static final String FOLDER = "var/mail/";
    private static final Protocol MEMORY = new Protocol("memory");

    @Override
    public WaitingRoom open(MailQueueName queue, int atOnce, Collection<Duration> waits) throws MessagingException {
        MailRepository repository = repository(queue.asString());
        return new RepositoryRoom(
                queues.createQueue(queue, MailQueueFactory.prefetchCount(atOnce)),
                repository,
                office.of(queue.asString(), atOnce, waits),
                turns,
                clock);
    }

    @Override
    public Set<MailQueueName> known() {
        return repositories
                .getPaths()
                .map(MailRepositoryPath::asString)
                .filter(path -> path.startsWith(FOLDER))
                .map(path -> MailQueueName.of(path.substring(FOLDER.length())))
                .collect(Collectors.toSet());
    }

    private MailRepository repository(String name) throws MessagingException {
        Protocol protocol = repositories
                .defaultProtocol()
                .filter(found -> !found.equals(MEMORY))
                .orElseThrow(() -> new MessagingException(
                        "conf/mailrepositorystore.xml has no defaultProtocol in which mail can wait: this James keeps its queues in"
                                + " RabbitMQ, where none can. Write <defaultProtocol>cassandra</defaultProtocol>, or postgres, as"
                                + " James's own file for this server has it; docs/compatibility.md says which servers are"
                                + " supported"));
        try {
            return repositories.select(
                    MailRepositoryUrl.fromPathAndProtocol(protocol, MailRepositoryPath.from(FOLDER + name)));
        } catch (MailRepositoryStoreException e) {
            throw new MessagingException("The mail repository of " + name + " cannot be used", e);
        }
    }
}
