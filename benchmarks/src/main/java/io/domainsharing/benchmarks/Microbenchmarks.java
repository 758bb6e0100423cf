// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs a JMH class and takes its results over into the report. */
final class Microbenchmarks {
    private static final int CACHED_VERDICT_NANOS = 1_000;

    private Microbenchmarks() {}

    static void run(Report report, Class<?> benchmarks) {
        Collection<RunResult> results;
        try {
            results = new Runner(new OptionsBuilder()
                            .include("\\b" + benchmarks.getSimpleName() + "\\.")
                            .shouldFailOnError(true)
                            .build())
                    .run();
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
        for (RunResult run : results) {
            Result<?> result = run.getPrimaryResult();
            String name = "jmh: " + result.getLabel();
            String figure = String.format(Locale.ROOT, "%.0f +- %.0f ns", result.getScore(), result.getScoreError());
            if (result.getLabel().equals("cachedVerdict")) {
                report.add(name, figure, "< 1 us", result.getScore() < CACHED_VERDICT_NANOS);
            } else {
                report.add(name, figure);
            }
        }
    }
}
