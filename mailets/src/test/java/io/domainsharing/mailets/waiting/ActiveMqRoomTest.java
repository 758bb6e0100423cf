// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import java.nio.file.Path;
import java.util.UUID;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.plugin.StatisticsBrokerPlugin;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.queue.activemq.ActiveMQMailQueueFactory;
import org.apache.james.queue.activemq.metric.ActiveMQMetricCollectorNoop;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * James's queue in a real ActiveMQ with KahaDB, set up as James's JPA and Postgres servers do it: each mail shown or taken is a copy. What
 * waits there comes up to ten seconds late, for so long James's queue waits for mail before it looks at the clock again; so the tests wait
 * side by side.
 */
@Execution(ExecutionMode.CONCURRENT)
class ActiveMqRoomTest implements WaitingRoomContract {
    private static final String BROKER = "waiting-room";

    private static BrokerService broker;

    private ActiveMQMailQueueFactory queues;
    private WaitingRoom testee;

    @BeforeAll
    static void startBroker(@TempDir Path folder) throws Exception {
        KahaDBPersistenceAdapter kahaDb = new KahaDBPersistenceAdapter();
        kahaDb.setDirectory(folder.resolve("kahadb").toFile());
        broker = new BrokerService();
        broker.setBrokerName(BROKER);
        broker.setUseJmx(false);
        broker.setPersistenceAdapter(kahaDb);
        broker.setDataDirectoryFile(folder.toFile());
        broker.setUseShutdownHook(false);
        broker.setPlugins(new BrokerPlugin[] {new StatisticsBrokerPlugin()});
        broker.start();
        broker.waitUntilStarted();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.stop();
        broker.waitUntilStopped();
    }

    @BeforeEach
    void createQueue() {
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory("vm://" + BROKER + "?create=false");
        connections.setTrustAllPackages(false);
        ActiveMQPrefetchPolicy none = new ActiveMQPrefetchPolicy();
        none.setQueuePrefetch(0);
        connections.setPrefetchPolicy(none);
        queues = new ActiveMQMailQueueFactory(
                connections,
                new RawMailQueueItemDecoratorFactory(),
                new RecordingMetricFactory(),
                new NoopGaugeRegistry(),
                new ActiveMQMetricCollectorNoop());
        queues.setUseJMX(false);
        queues.setUseBlobMessages(false);
        testee = new QueueRoom(queues.createQueue(MailQueueName.of("room-" + UUID.randomUUID())));
    }

    @AfterEach
    void dispose() {
        testee.close();
    }

    @Override
    public WaitingRoom testee() {
        return testee;
    }
}
