// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A fault that is known, does not matter here, and is looked at again.
 *
 * @param fault its id in any database
 * @param library group and artifact, joined by a colon
 * @param until the last day on which it is accepted, such as {@code 2027-05-31}
 * @param reason why it does not matter
 */
record AcceptedFault(String fault, String library, String until, String reason) {
    private static final String LIST = "accepted-faults.json";

    AcceptedFault {
        LocalDate.parse(until);
        if (reason.isBlank()) {
            throw new IllegalArgumentException(fault + " is accepted in " + library + " without a reason");
        }
    }

    /** The project's own list. */
    static List<AcceptedFault> all() throws IOException {
        try (InputStream list = Objects.requireNonNull(AcceptedFault.class.getResourceAsStream(LIST), LIST)) {
            return Arrays.asList(new ObjectMapper().readValue(list, AcceptedFault[].class));
        }
    }

    /** What is to be done: a library is to be raised, or its fault looked at, or a line of the list taken out. */
    static List<String> complaints(List<Finding> findings, List<AcceptedFault> accepted, LocalDate today) {
        List<String> complaints = new ArrayList<>();
        findings.stream()
                .filter(finding -> accepted.stream().noneMatch(known -> known.isOf(finding) && !known.isOver(today)))
                .forEach(finding -> complaints.add(finding.toString()));
        accepted.stream()
                .filter(known -> findings.stream().noneMatch(known::isOf))
                .forEach(known -> complaints.add(known + " accepts what is found no longer"));
        return complaints;
    }

    private boolean isOver(LocalDate today) {
        return today.isAfter(LocalDate.parse(until));
    }

    private boolean isOf(Finding finding) {
        return finding.library().name().equals(library)
                && finding.advisory().names().contains(fault);
    }
}
