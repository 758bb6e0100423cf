// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Fills a store with a million owners, or opens it and measures; in a JVM of its own. */
public final class CacheProbe {
    private CacheProbe() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        if (arguments[0].equals("fill")) {
            long start = System.nanoTime();
            try (OwnerCache cache = open(folder)) {
                for (int i = 0; i < ManyAddresses.COUNT; i++) {
                    cache.found(CanonicalAddress.of(ManyAddresses.address(i)), ManyAddresses.owner(i));
                }
            }
            ParentJvm.tell(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        } else {
            long before = usedAfterCollection();
            Duration cpu = RcptRound.cpu(ProcessHandle.current());
            long start = System.nanoTime();
            OwnerCache cache = open(folder);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            long cpuMillis = RcptRound.cpu(ProcessHandle.current()).minus(cpu).toMillis();
            long loaded = cache.size();
            long heap = usedAfterCollection() - before;
            ParentJvm.tell(millis + " " + cpuMillis + " " + heap + " " + loaded);
            // Alive until here, and let go of properly.
            cache.close();
        }
        ParentJvm.awaitEnd();
    }

    private static OwnerCache open(Path folder) {
        return OwnerCache.onDisk(CacheConfiguration.DEFAULT, folder, Clock.systemUTC(), System::nanoTime, peer -> true)
                .start();
    }

    private static long usedAfterCollection() {
        for (int i = 0; i < 3; i++) {
            ManagementFactory.getMemoryMXBean().gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
