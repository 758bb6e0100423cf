// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import io.domainsharing.simulator.scale.Recipient.Kind;
import io.domainsharing.simulator.scale.Scenario.Digests;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Figures as tables in Markdown. */
final class Table {
    private static final List<String> SCENARIO = List.of("sites × addresses", "digests", "down");

    private Table() {}

    /** All of them, one behind the other. */
    static String all(List<Figures> all) {
        return String.join("\n", ofSites(all), ofKinds(all), ofTraffic(all), ofDigests(all));
    }

    /** What a site asks, and what comes of it. */
    static String ofSites(List<Figures> all) {
        return table(
                List.of("questions per RCPT", "wrong 550", "451", "451 of 20 guesses at once", "processor, a guess"),
                all,
                figures -> List.of(
                        questions(figures.meanQuestions(), figures.medianQuestions()),
                        Amount.count(figures.wronglyRefused()),
                        Amount.share(figures.deferred()),
                        figures.scenario().outage().sites() == 0 ? Amount.share(figures.deferredInBurst()) : "",
                        Amount.micros(figures.medianTimeOfUnknown())));
    }

    /** The same by class of recipient. */
    static String ofKinds(List<Figures> all) {
        return table(
                List.of("remembered", "first mail", "unknown", "451: first mail", "451: unknown"),
                all,
                figures -> List.of(
                        questions(figures, Kind.REMEMBERED),
                        questions(figures, Kind.FIRST),
                        questions(figures, Kind.UNKNOWN),
                        Amount.share(figures.deferred(Kind.FIRST)),
                        Amount.share(figures.deferred(Kind.UNKNOWN))));
    }

    /** What a site's questions and its peers' digests take on the wire. */
    static String ofTraffic(List<Figures> all) {
        return table(
                List.of("a RCPT", "probes a day", "digests: signs of life", "digests: changes", "in all, a day"),
                all,
                figures -> List.of(
                        Amount.octets(figures.meanOctets()),
                        Amount.octets(figures.probes().octets()),
                        hasDigests(figures)
                                ? Amount.octets(figures.digests().octets().life())
                                : "",
                        isServed(figures)
                                ? Amount.octets(figures.digests().octets().changes())
                                : "",
                        Amount.octets(figures.octetsADay())));
    }

    /** What the digests of all peers take. */
    static String ofDigests(List<Figures> all) {
        return table(
                List.of("heap", "sent once", "until all are there", "a change: at its peer", "a change: here"),
                all.stream().filter(Table::hasDigests).toList(),
                figures -> isServed(figures)
                        ? List.of(
                                Amount.octets(figures.digests().held()),
                                Amount.octets(figures.digests().octets().first()),
                                Amount.millis(figures.digests().opened()),
                                Amount.micros(figures.digests().serving()),
                                Amount.micros(figures.digests().reading()))
                        : List.of(Amount.octets(figures.digests().held()), "", "", "", ""));
    }

    private static boolean hasDigests(Figures figures) {
        return figures.scenario().digests() != Digests.NONE;
    }

    private static boolean isServed(Figures figures) {
        return figures.scenario().digests() == Digests.SERVED;
    }

    private static List<String> scenario(Scenario scenario) {
        return List.of(sizeOf(scenario.size()), digestsOf(scenario.digests()), outageOf(scenario.outage()));
    }

    static String sizeOf(Scenario.Size size) {
        return Amount.count(size.sites()) + " × " + Amount.count(size.addresses());
    }

    private static String digestsOf(Digests digests) {
        return switch (digests) {
            case NONE -> "no";
            case SERVED -> "yes";
            case UNBOUNDED -> "past the bound";
        };
    }

    private static String outageOf(Scenario.Outage outage) {
        if (outage.sites() == 0) {
            return "none";
        }
        return outage.sites()
                + (outage.time().compareTo(Scenario.DAY) >= 0
                        ? " all day"
                        : " for " + Amount.count(outage.time().toSeconds()) + " s");
    }

    private static String questions(Figures figures, Kind kind) {
        return questions(figures.meanQuestions(kind), figures.medianQuestions(kind));
    }

    private static String questions(double mean, long median) {
        return Amount.count(mean) + ", " + Amount.count(median);
    }

    private static String table(List<String> columns, List<Figures> all, Function<Figures, List<String>> cells) {
        StringBuilder text = new StringBuilder(row(SCENARIO, columns));
        text.append('|').append("---|".repeat(SCENARIO.size() + columns.size())).append('\n');
        all.forEach(figures -> text.append(row(scenario(figures.scenario()), cells.apply(figures))));
        return text.toString();
    }

    private static String row(List<String> first, List<String> others) {
        List<String> cells = new ArrayList<>(first);
        cells.addAll(others);
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
