// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cassandra for one James after the other. A keyspace of James has a hundred tables, and each costs Cassandra memory for as long as it
 * is there, whether it is used or not: behind some thirty keyspaces a small Cassandra does nothing but collect garbage, and James's
 * driver gives up. So each takes a few keyspaces only, and ends with the last James that has one. Any thread.
 */
final class KeyspaceShare implements AutoCloseable {
    private static final int KEYSPACES = 10;

    private final String name;
    private final String host;
    private final List<Generation> running = new ArrayList<>();
    private int started;
    private @Nullable Generation newest;

    KeyspaceShare(String name, String host) {
        this.name = name;
        this.host = host;
    }

    /** Where one James may make its keyspace. */
    interface Place {
        CassandraServer server();

        /** That James needs it no more. To be called again does nothing. */
        void leave();
    }

    /** Starts a Cassandra if the newest has all the keyspaces that it takes. */
    synchronized Place enter() {
        Generation generation = newest;
        if (generation == null || generation.entered == KEYSPACES) {
            String next = started == 0 ? name : name + '-' + (started + 1);
            started++;
            generation = new Generation(CassandraServer.create(next, host).start());
            running.add(generation);
            newest = generation;
        }
        return generation.enter();
    }

    private synchronized void left(Generation generation) {
        generation.present--;
        if (generation.present == 0 && generation.entered == KEYSPACES) {
            running.remove(generation);
            generation.server.close();
        }
    }

    /** Ends them all; one that is needed later starts anew. */
    @Override
    public synchronized void close() {
        running.forEach(generation -> generation.server.close());
        running.clear();
        newest = null;
    }

    private final class Generation {
        private final CassandraServer server;
        private int entered;
        private int present;

        Generation(CassandraServer server) {
            this.server = server;
        }

        Place enter() {
            entered++;
            present++;
            return new Place() {
                private boolean isLeft;

                @Override
                public CassandraServer server() {
                    return server;
                }

                @Override
                public void leave() {
                    if (!isLeft) {
                        isLeft = true;
                        left(Generation.this);
                    }
                }
            };
        }
    }
}
