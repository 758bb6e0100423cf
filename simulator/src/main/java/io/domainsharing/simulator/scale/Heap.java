// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import java.lang.management.ManagementFactory;

/** The heap of this process. */
final class Heap {
    private static final int COLLECTIONS = 2;

    private Heap() {}

    /** Octets that are in use behind a garbage collection. */
    static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
