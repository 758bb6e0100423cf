// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueName;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Tag("L2")
class QueuedMailTest {
    /** Holds nothing. */
    private static class OtherMailQueue implements MailQueue {
        @Override
        public MailQueueName getName() {
            return MailQueueName.of("domain-sharing-undetermined");
        }

        @Override
        public void enQueue(Mail mail, Duration delay) {}

        @Override
        public void enQueue(Mail mail) {}

        @Override
        public Publisher<Void> enqueueReactive(Mail mail) {
            return Mono.empty();
        }

        @Override
        public Publisher<MailQueueItem> deQueue() {
            return Flux.never();
        }

        @Override
        public void close() {}
    }

    /** As James calls its own. */
    private static final class RabbitMQMailQueue extends OtherMailQueue {}

    @Test
    void queueWithoutDelaysShouldStopTheStartAndNameTheRemedy() {
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> new QueuedMail(new RabbitMQMailQueue()).requireDelays())
                .withMessageContaining("keeps its queues in RabbitMQ, where no mail can wait")
                .withMessageContaining("Use a James that keeps its queues in ActiveMQ");
    }

    @Test
    void otherQueuesShouldPass() {
        assertThatCode(() -> new QueuedMail(new OtherMailQueue()).requireDelays())
                .doesNotThrowAnyException();
    }
}
