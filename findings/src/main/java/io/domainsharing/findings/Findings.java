// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Collects what is found in one place, in order. Not thread-safe. */
public final class Findings {
    private final String where;
    private final List<Finding> findings = new ArrayList<>();

    public Findings(String where) {
        this.where = where;
    }

    /** What a finding is about. */
    public record Place(String file, String key, String value) {
        public static Place of(String file) {
            return new Place(file, "", "");
        }

        public Place key(String other) {
            return new Place(file, other, value);
        }

        public Place value(Object other) {
            return new Place(file, key, String.valueOf(other));
        }
    }

    public void error(Rule rule, Place place, String text, String remedy) {
        add(rule, Severity.ERROR, place, text, remedy);
    }

    public void warning(Rule rule, Place place, String text, String remedy) {
        add(rule, Severity.WARNING, place, text, remedy);
    }

    public void skipped(Rule rule, Place place, String text, String remedy) {
        add(rule, Severity.SKIPPED, place, text, remedy);
    }

    public void ok(Rule rule, Place place, String text) {
        add(rule, Severity.OK, place, text, "");
    }

    public void add(Finding finding) {
        findings.add(finding);
    }

    public void add(Rule rule, Severity severity, Place place, String text, String remedy) {
        findings.add(new Finding(rule, severity, where, place.file(), null, place.key(), place.value(), text, remedy));
    }

    /** A check whose own failure is a finding too, so that it costs none of the others. */
    public void attempt(Place place, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException e) {
            error(
                    Rule.CHECK_FAILED,
                    place,
                    "was not checked to the end: " + e,
                    "Look there for a value that James cannot read either");
        }
    }

    /** Puts another in the place of each. */
    public void replaceAll(UnaryOperator<Finding> change) {
        findings.replaceAll(change);
    }

    public List<Finding> all() {
        return List.copyOf(findings);
    }

    /** An empty one for the same place, to be added later, maybe filled by another thread. */
    public Findings another() {
        return new Findings(where);
    }

    public void addAll(Findings others) {
        findings.addAll(others.findings);
    }
}
