// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("L2")
class RepositoryRoomsTest {
    private static final MailQueueName TOKYO = MailQueueName.of("domain-sharing-tokyo");

    private static RepositoryRooms rooms(InMemoryRepositories repositories) {
        return new RepositoryRooms(
                new MemoryMailQueueFactory(new RawMailQueueItemDecoratorFactory()),
                repositories,
                (room, atOnce, waits) -> new InMemoryTickets(),
                MailTurns.NONE,
                Clock.systemUTC());
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void startShouldStopAndNameTheRemedyWhereMailWouldBeLost(Optional<Protocol> protocol) {
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> rooms(new InMemoryRepositories(protocol)).open(TOKYO, 1, List.of()))
                .withMessageContaining("conf/mailrepositorystore.xml has no defaultProtocol in which mail can wait")
                .withMessageContaining("<defaultProtocol>cassandra</defaultProtocol>");
    }

    private static Stream<Optional<Protocol>> unusable() {
        return Stream.of(Optional.empty(), Optional.of(new Protocol("memory")));
    }

    @Test
    void mailShouldLieInTheRepositoryOfItsQueueAndTheQueueBeKnown() throws Exception {
        InMemoryRepositories repositories = new InMemoryRepositories(Optional.of(new Protocol("jpa")));
        repositories.select(MailRepositoryUrl.from("jpa://var/mail/error"));
        RepositoryRooms testee = rooms(repositories);

        testee.open(TOKYO, 1, List.of());

        assertThat(repositories.get(MailRepositoryUrl.from("jpa://var/mail/domain-sharing-tokyo")))
                .isPresent();
        assertThat(testee.known()).contains(TOKYO);
    }
}
