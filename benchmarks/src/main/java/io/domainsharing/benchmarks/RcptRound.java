// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import io.domainsharing.it.JamesServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * What some connections got out of a server, in a closed loop or at a pace: MAIL, a few hundred RCPT, RSET, and again until the time is
 * over. One thread for each connection.
 *
 * @param perSecond RCPTs answered in a second, over all connections
 * @param serverCpuMicros processor time of the server for each RCPT: less disturbed by other processes than the rate
 */
record RcptRound(double perSecond, double serverCpuMicros, Distribution latency) {
    private static final int RCPTS_PER_MAIL = 200;
    private static final int MOST_SAMPLES = 1_000_000;

    /**
     * @param recipients the next RCPT line; called by all threads
     * @param expected the codes that an answer may have
     */
    static RcptRound run(
            JamesServer server, int connections, Duration time, Supplier<byte[]> recipients, Set<Integer> expected) {
        return run(server, connections, Pace.CLOSED_LOOP, time, recipients, expected);
    }

    /**
     * The same at a pace. Where that is not a closed loop, a RCPT's time counts from when it was due, so that a server
     * that falls behind shows it.
     */
    static RcptRound run(
            JamesServer server,
            int connections,
            Pace pace,
            Duration time,
            Supplier<byte[]> recipients,
            Set<Integer> expected) {
        ExecutorService threads = Executors.newFixedThreadPool(connections, RcptRound::daemon);
        CountDownLatch connected = new CountDownLatch(connections);
        CountDownLatch go = new CountDownLatch(1);
        try {
            List<Future<long[]>> loops = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                long wait = pace.spread().toNanos() * i / connections;
                loops.add(threads.submit(() -> {
                    try (RcptClient client =
                            RcptClient.connect(server.endpoints().smtpAddress())) {
                        connected.countDown();
                        go.await();
                        LockSupport.parkNanos(wait);
                        return loop(client, pace, System.nanoTime() + time.toNanos(), recipients, expected);
                    } finally {
                        connected.countDown();
                    }
                }));
            }
            connected.await();
            Duration cpu = cpu(server.process());
            long start = System.nanoTime();
            go.countDown();
            List<long[]> samples = new ArrayList<>();
            for (Future<long[]> loop : loops) {
                samples.add(loop.get());
            }
            long nanos = System.nanoTime() - start;
            Distribution latency = Distribution.ofNanos(samples);
            double serverCpu = cpu(server.process()).minus(cpu).toNanos() / 1e3 / latency.size();
            return new RcptRound(latency.size() / (nanos / 1e9), serverCpu, latency);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(server.name() + ": " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "load");
        thread.setDaemon(true);
        return thread;
    }

    static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static long[] loop(
            RcptClient client, Pace pace, long end, Supplier<byte[]> recipients, Set<Integer> expected) {
        long[] samples = new long[4096];
        int count = 0;
        long now = System.nanoTime();
        long due = now;
        while (now < end && count < MOST_SAMPLES) {
            if (count > 0 && count % RCPTS_PER_MAIL == 0) {
                client.again();
            }
            byte[] rcpt = recipients.get();
            long sent = pace.isClosedLoop() ? System.nanoTime() : due;
            waitUntil(due);
            int code = client.send(rcpt);
            now = System.nanoTime();
            due = pace.isClosedLoop() ? now : due + pace.interval().toNanos();
            if (!expected.contains(code)) {
                throw new IllegalStateException(code + " for " + new String(rcpt, StandardCharsets.US_ASCII).strip());
            }
            if (count == samples.length) {
                samples = Arrays.copyOf(samples, 2 * count);
            }
            samples[count++] = now - sent;
        }
        return Arrays.copyOf(samples, count);
    }
}
