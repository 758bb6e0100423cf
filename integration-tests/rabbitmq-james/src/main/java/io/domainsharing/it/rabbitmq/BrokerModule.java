// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.rabbitmq;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import com.rabbitmq.client.Connection;
import io.domainsharing.it.jpa.Parts;
import java.io.FileNotFoundException;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Named;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.backends.rabbitmq.RabbitMQConfiguration;
import org.apache.james.backends.rabbitmq.RabbitMQHealthCheck;
import org.apache.james.backends.rabbitmq.ReactorRabbitMQChannelPool;
import org.apache.james.backends.rabbitmq.ReceiverProvider;
import org.apache.james.backends.rabbitmq.SimpleConnectionPool;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.mailetcontainer.impl.JamesMailSpooler;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.apache.james.utils.PropertiesProvider;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.rabbitmq.RabbitFlux;
import reactor.rabbitmq.ReceiverOptions;
import reactor.rabbitmq.Sender;

/** The broker that {@code rabbitmq.properties} names, by the types under which James's own servers have it. */
final class BrokerModule extends Parts {
    static final String FILE = "rabbitmq";

    @Override
    protected void configure() {
        part(SimpleConnectionPool.class);
        Multibinder.newSetBinder(binder(), HealthCheck.class).addBinding().to(RabbitMQHealthCheck.class);
        Multibinder.newSetBinder(binder(), SimpleConnectionPool.ReconnectionHandler.class)
                .addBinding()
                .to(SpoolerRestart.class);
    }

    @Provides
    @Singleton
    @Named(FILE)
    Configuration file(PropertiesProvider files) throws FileNotFoundException, ConfigurationException {
        return files.getConfiguration(FILE);
    }

    @Provides
    @Singleton
    RabbitMQConfiguration broker(@Named(FILE) Configuration file) {
        return RabbitMQConfiguration.from(file);
    }

    @Provides
    @Singleton
    SimpleConnectionPool.Configuration connections(@Named(FILE) Configuration file) {
        return SimpleConnectionPool.Configuration.from(file);
    }

    @Provides
    @Singleton
    ReactorRabbitMQChannelPool.Configuration channels(@Named(FILE) Configuration file) {
        return ReactorRabbitMQChannelPool.Configuration.from(file);
    }

    @Provides
    @Singleton
    ReactorRabbitMQChannelPool channelPool(
            SimpleConnectionPool connections,
            ReactorRabbitMQChannelPool.Configuration configuration,
            MetricFactory metrics) {
        ReactorRabbitMQChannelPool pool =
                new ReactorRabbitMQChannelPool(connections.getResilientConnection(), configuration, metrics);
        pool.start();
        return pool;
    }

    @Provides
    @Singleton
    Sender sender(ReactorRabbitMQChannelPool channels) {
        return channels.getSender();
    }

    @Provides
    @Singleton
    ReceiverProvider receivers(SimpleConnectionPool connections) {
        return () ->
                RabbitFlux.createReceiver(new ReceiverOptions().connectionMono(connections.getResilientConnection()));
    }

    @ProvidesIntoSet
    InitializationOperation reconnections(
            SimpleConnectionPool connections, Set<SimpleConnectionPool.ReconnectionHandler> handlers) {
        return InitilizationOperationBuilder.forClass(SimpleConnectionPool.class)
                .init(() -> connections.init(handlers));
    }

    /** The spooler reads by a connection that is gone. */
    @Singleton
    private static final class SpoolerRestart implements SimpleConnectionPool.ReconnectionHandler {
        private final JamesMailSpooler spooler;

        @Inject
        SpoolerRestart(JamesMailSpooler spooler) {
            this.spooler = spooler;
        }

        @Override
        public Publisher<Void> handleReconnection(Connection connection) {
            return Mono.fromRunnable(spooler::restart);
        }
    }
}
