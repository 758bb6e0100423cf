// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import io.domainsharing.it.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a million remembered owners cost: heap, and time at the start. */
final class CacheLoad {
    private static final int STARTS = 5;
    /** A quarter of what a James commonly gets, and G1, as a JVM picks it on a server. */
    private static final List<String> FLAGS = List.of("-Xmx512m", "-XX:+UseG1GC");

    private CacheLoad() {}

    static void run(Report report) {
        Path folder = Checkout.output().resolve("bench-cache");
        empty(folder);
        try (ChildJvm child = ChildJvm.start(List.of("-Xmx1g"), CacheProbe.class, "fill", folder.toString())) {
            report.add("cache: a million owners found and written to the store", child.line() + " ms");
        }
        List<Double> millis = new ArrayList<>();
        List<Double> cpuMillis = new ArrayList<>();
        List<Double> megabytes = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            try (ChildJvm child = ChildJvm.start(FLAGS, CacheProbe.class, "load", folder.toString())) {
                String[] figures = child.line().split(" ", -1);
                if (Long.parseLong(figures[3]) != ManyAddresses.COUNT) {
                    throw new IllegalStateException(figures[3] + " owners were loaded");
                }
                millis.add(Double.parseDouble(figures[0]));
                cpuMillis.add(Double.parseDouble(figures[1]));
                megabytes.add(Double.parseDouble(figures[2]) / 1e6);
            }
        }
        report.add("cache: the store's size on disk", String.format(Locale.ROOT, "%.0f MB", size(folder) / 1e6));
        Distribution heap = of(megabytes);
        report.add(
                "cache: heap of a million owners, after collection",
                String.format(Locale.ROOT, "%.0f MB", heap.max()),
                "< 250 MB",
                heap.max() < 250);
        Distribution load = of(millis);
        report.add(
                "cache: load a million owners at start, fresh JVM",
                String.format(Locale.ROOT, "median %.1f s, worst %.1f s", load.median() / 1e3, load.max() / 1e3),
                "< 5 s",
                load.max() < 5_000);
        report.add(
                "cache: the same, processor time of all threads, JIT and GC included",
                String.format(Locale.ROOT, "median %.1f s", of(cpuMillis).median() / 1e3));
        empty(folder);
    }

    private static Distribution of(List<Double> values) {
        return Distribution.of(values.stream().mapToDouble(d -> d).toArray());
    }

    private static long size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void empty(Path folder) {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
