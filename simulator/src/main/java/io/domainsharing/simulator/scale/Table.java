// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import io.domainsharing.simulator.scale.Recipient.Kind;
import io.domainsharing.simulator.scale.Scenario.Digests;
import java.util.ArrayList;
import java.util.List;

/** Figures as tables in Markdown. */
final class Table {
    private static final List<String> SITE = List.of(
            "sites x addresses",
            "digests",
            "down",
            "questions per RCPT: mean, median",
            "octets per RCPT",
            "octets per site and day",
            "memory of the digests",
            "wrong 550",
            "451",
            "451 of 20 guesses at once",
            "a guess");
    private static final List<String> KINDS = List.of(
            "sites x addresses",
            "digests",
            "down",
            "remembered: mean, median",
            "first mail",
            "unknown",
            "451: first mail",
            "451: unknown",
            "probes a day",
            "whole digests, once",
            "signs of life a day",
            "changes a day",
            "one change: at the peer, here");

    private Table() {}

    /** What a site pays and gets. */
    static String ofSites(List<Figures> all) {
        return table(SITE, all.stream().map(Table::site).toList());
    }

    /** The same by class of recipient, and what the octets are. */
    static String ofKinds(List<Figures> all) {
        return table(KINDS, all.stream().map(Table::kinds).toList());
    }

    private static List<String> site(Figures figures) {
        boolean hasDigests = figures.scenario().digests() != Digests.NONE;
        List<String> row = new ArrayList<>(scenario(figures.scenario()));
        row.addAll(List.of(
                questions(figures.meanQuestions(), figures.medianQuestions()),
                Amount.octets(figures.meanOctets()),
                Amount.octets(figures.octetsADay()),
                hasDigests ? Amount.octets(figures.digests().held()) : "",
                Amount.count(figures.wronglyRefused()),
                Amount.share(figures.deferred()),
                Amount.share(figures.deferredInBurst()),
                Amount.micros(figures.medianTimeOfUnknown())));
        return row;
    }

    private static List<String> kinds(Figures figures) {
        Figures.Digests digests = figures.digests();
        List<String> row = new ArrayList<>(scenario(figures.scenario()));
        for (Kind kind : List.of(Kind.REMEMBERED, Kind.FIRST, Kind.UNKNOWN)) {
            row.add(questions(figures.meanQuestions(kind), figures.medianQuestions(kind)));
        }
        row.add(Amount.share(figures.deferred(Kind.FIRST)));
        row.add(Amount.share(figures.deferred(Kind.UNKNOWN)));
        row.add(Amount.count(figures.probes().count()) + ", "
                + Amount.octets(figures.probes().octets()));
        boolean isSent = figures.scenario().digests() == Digests.SERVED;
        row.addAll(
                isSent
                        ? List.of(
                                Amount.octets(digests.octets().first()),
                                Amount.octets(digests.octets().life()),
                                Amount.octets(digests.octets().changes()),
                                Amount.micros(digests.serving()) + ", " + Amount.micros(digests.reading()))
                        : List.of("", "", "", ""));
        return row;
    }

    private static List<String> scenario(Scenario scenario) {
        return List.of(sizeOf(scenario.size()), digestsOf(scenario.digests()), outageOf(scenario.outage()));
    }

    static String sizeOf(Scenario.Size size) {
        return Amount.count(size.sites()) + " x " + Amount.count(size.addresses());
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

    private static String questions(double mean, long median) {
        return Amount.count(mean) + ", " + Amount.count(median);
    }

    private static String table(List<String> head, List<List<String>> rows) {
        StringBuilder text = new StringBuilder(row(head));
        text.append('|').append("---|".repeat(head.size())).append('\n');
        rows.forEach(row -> text.append(row(row)));
        return text.toString();
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
