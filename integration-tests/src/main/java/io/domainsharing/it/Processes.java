// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All processes that we started, so that none outlives us whatever happens. Any thread. */
final class Processes {
    private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> STARTED.forEach(Process::destroyForcibly), "end-of-processes"));
    }

    private Processes() {}

    static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        STARTED.removeIf(earlier -> !earlier.isAlive());
        STARTED.add(process);
        return process;
    }

    /** How many of them run now. */
    static long alive() {
        return STARTED.stream().filter(Process::isAlive).count();
    }
}
