// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** RCPT lines for a fixed number of addresses in turn, made beforehand. Thread-safe. */
final class Recipients implements Supplier<byte[]> {
    private static final AtomicInteger FRESH = new AtomicInteger();

    private final byte[][] lines;
    private final AtomicInteger next = new AtomicInteger();

    Recipients(int count, IntFunction<String> address) {
        lines = IntStream.range(0, count)
                .mapToObj(i -> RcptClient.rcpt(address.apply(i)))
                .toArray(byte[][]::new);
    }

    /** Lines for addresses never seen before, their local parts beginning with each of the prefixes in turn. */
    static Supplier<byte[]> fresh(String... prefixes) {
        return () -> {
            int i = FRESH.getAndIncrement();
            return RcptClient.rcpt(prefixes[i % prefixes.length] + '-' + i + '@' + RcptServers.DOMAIN);
        };
    }

    int count() {
        return lines.length;
    }

    @Override
    public byte[] get() {
        return lines[Math.floorMod(next.getAndIncrement(), lines.length)];
    }
}
