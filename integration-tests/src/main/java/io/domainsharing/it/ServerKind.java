// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The servers that the Apache James project makes, by where they keep mail and data. {@code -Djames.server} names the one that the
 * tests start, with its JARs in {@code -Djames.home}; by default it is the memory server.
 */
enum ServerKind {
    MEMORY("memory", "MemoryJamesServerMain", ""),
    /** Queues in ActiveMQ. */
    JPA("jpa", "JPAJamesServerMain", "jpa"),
    /** Queues in ActiveMQ. */
    POSTGRES("postgres", "PostgresJamesServerMain", "postgres"),
    POSTGRES_AND_RABBITMQ("postgres-rabbitmq", "PostgresJamesServerMain", "postgres"),
    /** Data in Cassandra, queues in RabbitMQ. */
    DISTRIBUTED("distributed", "CassandraRabbitMQJamesServerMain", "distributed");

    private static final String PROPERTY = "james.server";

    private final String id;
    private final String server;
    private final String sample;

    ServerKind(String id, String server, String sample) {
        this.id = id;
        this.server = server;
        this.sample = sample;
    }

    /** The one that the tests start. */
    static ServerKind underTest() {
        String wanted = System.getProperty(PROPERTY, MEMORY.id);
        return Arrays.stream(values())
                .filter(kind -> kind.id.equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("-D" + PROPERTY + '=' + wanted + ": is none of "
                        + Arrays.stream(values()).map(kind -> kind.id).collect(Collectors.joining(", "))));
    }

    /** Its main class. */
    String server() {
        return "org.apache.james." + server;
    }

    /** The sample files that it has, each folder over the one before. */
    List<Path> samples() {
        return sample.isEmpty()
                ? List.of(Checkout.jamesConf())
                : List.of(Checkout.jamesConf(), Checkout.jamesConf().resolve(sample));
    }

    /** The server whose sample files of James it starts with. */
    String sampleFolder() {
        return sample.isEmpty() ? id : sample;
    }

    /** Whether its queues are ActiveMQ's. */
    boolean isOnActiveMq() {
        return this == JPA || this == POSTGRES;
    }

    /** Whether its queues are RabbitMQ's: what waits is not in them, and to flush them does nothing. */
    boolean isOnRabbitMq() {
        return this == POSTGRES_AND_RABBITMQ || this == DISTRIBUTED;
    }

    /** Whether it has no database that several nodes can have. */
    boolean keepsStateInFiles() {
        return this == MEMORY || this == JPA;
    }

    /** What it needs of a JVM beyond what the memory server does. */
    List<String> flags() {
        return this == MEMORY || this == JPA ? List.of() : List.of("-Xmx512m");
    }
}
