// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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
        Map<String, Double> scores = new HashMap<>();
        for (RunResult run : results) {
            Result<?> result = run.getPrimaryResult();
            scores.put(result.getLabel(), result.getScore());
            report.add(
                    "jmh: " + result.getLabel(),
                    String.format(Locale.ROOT, "%.0f +- %.0f ns", result.getScore(), result.getScoreError()));
        }
        Double address = scores.get("address");
        Double both = scores.get("addressAndCachedVerdict");
        if (address != null && both != null) {
            double verdict = both - address;
            report.add(
                    "jmh: cached verdict, the difference of the two",
                    String.format(Locale.ROOT, "%.0f ns", verdict),
                    "< 1 us",
                    verdict < CACHED_VERDICT_NANOS);
        }
    }
}
