// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import java.util.ArrayList;
import java.util.List;

/** Collects what is found in one place, in order. Not thread-safe. */
final class Findings {
    private final String where;
    private final List<Finding> findings = new ArrayList<>();

    Findings(String where) {
        this.where = where;
    }

    /** What a finding is about. */
    record Place(String file, String key, String value) {
        static Place of(String file) {
            return new Place(file, "", "");
        }

        Place key(String other) {
            return new Place(file, other, value);
        }

        Place value(Object other) {
            return new Place(file, key, String.valueOf(other));
        }
    }

    void error(Place place, String text, String remedy) {
        add(Severity.ERROR, place, text, remedy);
    }

    void warning(Place place, String text, String remedy) {
        add(Severity.WARNING, place, text, remedy);
    }

    void skipped(Place place, String text, String remedy) {
        add(Severity.SKIPPED, place, text, remedy);
    }

    void ok(Place place, String text) {
        add(Severity.OK, place, text, "");
    }

    void add(Severity severity, Place place, String text, String remedy) {
        findings.add(new Finding(severity, where, place.file(), place.key(), place.value(), text, remedy));
    }

    /** A check whose own failure is a finding too, so that it costs none of the others. */
    void attempt(Place place, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException e) {
            error(place, "was not checked to the end: " + e, "Look there for a value that James cannot read either");
        }
    }

    List<Finding> all() {
        return List.copyOf(findings);
    }

    /** An empty one for the same place, to be added later, maybe filled by another thread. */
    Findings another() {
        return new Findings(where);
    }

    void addAll(Findings others) {
        findings.addAll(others.findings);
    }
}
