// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.rabbitmq;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import io.domainsharing.it.jpa.Parts;
import javax.inject.Named;
import org.apache.commons.configuration2.Configuration;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.rabbitmq.RabbitMQMailQueue;
import org.apache.james.queue.rabbitmq.RabbitMQMailQueueDeadLetterQueueHealthCheck;
import org.apache.james.queue.rabbitmq.RabbitMQMailQueueFactory;
import org.apache.james.queue.rabbitmq.view.RabbitMQMailQueueConfiguration;
import org.apache.james.queue.rabbitmq.view.api.FakeMailQueueView;
import org.apache.james.queue.rabbitmq.view.api.MailQueueView;

/** Mail queues in RabbitMQ. Nobody can look into them, as on James's server with PostgreSQL: of each the size is told as zero. */
final class QueuesModule extends Parts {
    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), HealthCheck.class)
                .addBinding()
                .to(RabbitMQMailQueueDeadLetterQueueHealthCheck.class);
    }

    @Provides
    @Singleton
    MailQueueView.Factory views() {
        return new FakeMailQueueView.Factory();
    }

    @Provides
    @Singleton
    RabbitMQMailQueueConfiguration configuration(@Named(BrokerModule.FILE) Configuration file) {
        return RabbitMQMailQueueConfiguration.from(file);
    }

    @Provides
    @Singleton
    MailQueueFactory<RabbitMQMailQueue> brokersQueues(RabbitMQMailQueueFactory queues) {
        return queues;
    }

    @Provides
    @Singleton
    MailQueueFactory<? extends ManageableMailQueue> manageableQueues(MailQueueFactory<RabbitMQMailQueue> queues) {
        return queues;
    }

    @Provides
    @Singleton
    MailQueueFactory<?> anyQueues(MailQueueFactory<RabbitMQMailQueue> queues) {
        return queues;
    }

    @Provides
    @Singleton
    MailQueueFactory<? extends MailQueue> queues(MailQueueFactory<RabbitMQMailQueue> queues) {
        return queues;
    }
}
