// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.faults;

import java.util.List;

/** A library that is carried in a version that has a fault. */
record Finding(Library library, Advisory advisory) {
    static List<Finding> of(List<Library> libraries, List<Advisory> advisories) {
        return libraries.stream()
                .distinct()
                .flatMap(library -> advisories.stream()
                        .filter(advisory -> advisory.affects(library))
                        .map(advisory -> new Finding(library, advisory)))
                .toList();
    }

    @Override
    public String toString() {
        return library + " has " + advisory;
    }
}
