// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.commandline.terminal.Style;
import io.domainsharing.commandline.terminal.Word;
import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** All findings, for people or for programs. */
record CheckReport(List<Finding> findings) {
    CheckReport {
        findings = List.copyOf(findings);
    }

    boolean hasErrors() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    ObjectNode json() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        Map<Severity, Long> counts = counts();
        report.put("errors", count(counts, Severity.ERROR));
        report.put("warnings", count(counts, Severity.WARNING));
        report.put("skipped", count(counts, Severity.SKIPPED));
        report.put("ok", count(counts, Severity.OK));
        for (Finding finding : findings) {
            report.withArray("findings")
                    .addObject()
                    .put("severity", finding.severity().toString())
                    .put("where", finding.where())
                    .put("file", finding.file())
                    .put("key", finding.key())
                    .put("value", finding.value())
                    .put("finding", finding.text())
                    .put("remedy", finding.remedy())
                    .put("rule", finding.rule().toString())
                    .put("line", finding.line());
        }
        return report;
    }

    /** @param quiet leaves out what is well */
    void show(Screen screen, boolean quiet) {
        String where = "";
        for (Finding finding : findings) {
            if (!quiet || finding.severity() != Severity.OK) {
                if (!finding.where().equals(where)) {
                    where = finding.where();
                    screen.line(new Word(where, Style.STRONG));
                }
                show(screen, finding);
            }
        }
        Map<Severity, Long> counts = counts();
        screen.line("errors: " + count(counts, Severity.ERROR)
                + ", warnings: " + count(counts, Severity.WARNING)
                + ", not checked: " + count(counts, Severity.SKIPPED)
                + ", ok: " + count(counts, Severity.OK));
    }

    private static void show(Screen screen, Finding finding) {
        String file = finding.fileAndLine();
        String place = finding.key().isEmpty() ? file : file + ": " + finding.key();
        screen.line(
                new Word(String.format(Locale.ROOT, "  %-7s", finding.severity()), style(finding.severity())),
                new Word(place, Style.STRONG),
                Word.of(finding.value().isEmpty() ? finding.text() : "(" + finding.value() + ") " + finding.text()));
        if (!finding.remedy().isEmpty()) {
            screen.line(Word.of("          ->"), Word.of(finding.remedy()));
        }
    }

    private static Style style(Severity severity) {
        return switch (severity) {
            case ERROR -> Style.BAD;
            case WARNING -> Style.DOUBTFUL;
            case SKIPPED -> Style.FAINT;
            case OK -> Style.GOOD;
        };
    }

    private static long count(Map<Severity, Long> counts, Severity severity) {
        return counts.getOrDefault(severity, 0L);
    }

    private Map<Severity, Long> counts() {
        return findings.stream().collect(Collectors.groupingBy(Finding::severity, Collectors.counting()));
    }
}
