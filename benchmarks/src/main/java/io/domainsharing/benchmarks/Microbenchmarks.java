// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs a JMH class and takes its results over into the report. */
final class Microbenchmarks {
    /** Nanoseconds that a benchmark may take, by its name; the others have no target. */
    private static final Map<String, Integer> TARGETS = Map.of("cachedVerdict", 1_000);

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
            String what = "jmh: " + result.getLabel();
            String measured = String.format(Locale.ROOT, "%.0f +- %.0f ns", result.getScore(), result.getScoreError());
            Integer target = TARGETS.get(result.getLabel());
            if (target == null) {
                report.add(what, measured);
            } else {
                report.add(what, measured, "< " + target + " ns", result.getScore() < target);
            }
        }
    }
}
