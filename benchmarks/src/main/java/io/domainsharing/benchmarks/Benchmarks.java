// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** What {@code benchmarks/run} starts: all benchmarks, or those named; a table at the end. */
public final class Benchmarks {
    /** Some of RcptLoad's scenarios: {@code rcpt:ab}. */
    private static final String SOME_RCPT = "rcpt:";

    /** WaitingLoad with so many mails, on all queues or on one: {@code waiting:100000}, {@code waiting:100000:rabbitmq}. */
    private static final String SO_MANY_WAITING = "waiting:";

    private static final Map<String, Consumer<Report>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("codec", report -> Microbenchmarks.run(report, CodecBenchmark.class));
        ALL.put("verdict", report -> Microbenchmarks.run(report, CachedVerdictBenchmark.class));
        ALL.put("cache", CacheLoad::run);
        ALL.put("minger", MingerLoad::run);
        ALL.put("lookup", LookupLoad::run);
        ALL.put("waiting", report -> WaitingLoad.run(report, WaitingLoad.MAILS));
        ALL.put("rcpt", report -> RcptLoad.run(report, "abcde"));
    }

    private Benchmarks() {}

    public static void main(String[] arguments) {
        List<String> names = arguments.length == 0 ? List.copyOf(ALL.keySet()) : List.of(arguments);
        List<Consumer<Report>> chosen = names.stream().map(Benchmarks::named).toList();
        Report report = new Report();
        chosen.forEach(benchmark -> benchmark.accept(report));
        report.print();
        System.exit(0);
    }

    private static Consumer<Report> named(String name) {
        if (name.startsWith(SOME_RCPT)) {
            return report -> RcptLoad.run(report, name.substring(SOME_RCPT.length()));
        }
        if (name.startsWith(SO_MANY_WAITING)) {
            String[] parts = name.split(":", -1);
            int mails = Integer.parseInt(parts[1]);
            return parts.length == 2
                    ? report -> WaitingLoad.run(report, mails)
                    : report -> WaitingLoad.run(
                            report, mails, WaitingLoad.Queues.valueOf(parts[2].toUpperCase(Locale.ROOT)));
        }
        Consumer<Report> benchmark = ALL.get(name);
        if (benchmark == null) {
            throw new IllegalArgumentException("no benchmark '" + name + "'; there are " + ALL.keySet());
        }
        return benchmark;
    }
}
