// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.network.HostResolver;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.metric.OwnershipMetrics;
import io.domainsharing.ownership.peer.SmtpLookups;
import io.domainsharing.ownership.secondary.EtrnCaller;
import io.domainsharing.ownership.secondary.Secondaries;
import io.domainsharing.smtpclient.SmtpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import javax.inject.Inject;
import javax.inject.Singleton;

/**
 * The questions to the secondaries of this James, with an SMTP client of their own, which says the same name and asks for TLS as
 * that of the look-ups: they may take longer than a look-up, and no RCPT waits for them. Its threads start with the first
 * question. Thread-safe.
 */
@Singleton
final class SecondaryCaller implements AutoCloseable {
    private static final Duration STEP = Duration.ofSeconds(20);
    private static final Duration BUDGET = Duration.ofMinutes(1);
    /** So that all domains of a secondary go over one connection, which is not kept until the next time. */
    private static final Duration IDLE = Duration.ofSeconds(2);

    private static final int QUESTIONS = 1_000;

    private final ScheduledExecutorService timer = Threads.timer("domain-sharing-secondaries");
    private final HostResolver hosts = HostResolver.ofSystem();
    private final SmtpClient client;
    private final EtrnCaller caller;

    @Inject
    SecondaryCaller(
            DomainSharingConfiguration configuration, Secondaries secondaries, OwnershipMetrics metrics, Clock clock) {
        client = SmtpClient.create(SmtpLookups.configuration(configuration.lookup(), hosts)
                .withTimes(STEP, BUDGET, IDLE)
                .withConnections(1, QUESTIONS));
        caller = new EtrnCaller(
                secondaries,
                configuration.secondaries().every(),
                client::ask,
                clock,
                timer,
                () -> ThreadLocalRandom.current().nextDouble(),
                metrics);
    }

    EtrnCaller caller() {
        return caller;
    }

    @Override
    public void close() {
        caller.close();
        timer.shutdownNow();
        client.close();
        hosts.close();
    }
}
